package io.hawser.benchmarks.load;

import io.hawser.benchmarks.process.CProgram;
import io.hawser.benchmarks.process.Candidate;
import io.hawser.benchmarks.process.Candidates;
import io.hawser.benchmarks.process.Children;
import io.hawser.benchmarks.process.Cores;
import io.hawser.benchmarks.process.Machine;
import io.hawser.benchmarks.process.Program;
import io.hawser.benchmarks.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How much memory idle connections hold: of each server its live heap and what it has from the
 * system, before and while so many connections are open that have each exchanged one message. The
 * kernel's buffers are not counted.
 *
 * <p>Arguments: the folder of this module; options, with spaces between them.
 */
public final class Memory {
  /** Small at first, so that what grows is what connections need. */
  private static final List<String> HEAP = List.of("-Xms32m", "-Xmx1g");

  /** All of it from the beginning, so that what grows is not heap, but what zlib has. */
  private static final List<String> RESIDENT_HEAP = residentHeap("256m");

  /** The same for TLS; the JDK's has its state on the heap. */
  private static final List<String> LARGE_RESIDENT_HEAP = residentHeap("1g");

  private static final int OPEN_SECONDS = 60;

  /** More than it takes to open all, look and end; whoever runs it is ended then. */
  private static final int HOLD_SECONDS = 300;

  private static final int SETTLE_MILLIS = 2000;
  private static final int POLL_MILLIS = 100;

  private final MemoryOptions options;
  private final Wsload wsload;
  private final Report report;

  private Memory(MemoryOptions options, Wsload wsload) {
    this.options = options;
    this.wsload = wsload;
    this.report = new Report(options.folder().resolve("memory.md"));
  }

  /** Measures what the options name. */
  public static void main(String... args) {
    Program.run(args, MemoryOptions.HELP, Memory::measure);
  }

  private static void measure(Path base, List<String> arguments)
      throws IOException, InterruptedException {
    MemoryOptions options = MemoryOptions.parse(arguments, base);
    Machine.requireDescriptors("--connections", options.connections());
    CProgram.Library needed = CProgram.neededBy(options.setup());
    if (needed != null && !needed.isThere()) {
      throw new IllegalStateException(needed.wanted());
    }
    Cores.require();
    Path generator = CProgram.wsload(base);
    Files.createDirectories(options.folder());
    new Memory(options, new Wsload(generator, options.folder().resolve("memory.jsonl"))).measure();
  }

  private void measure() throws IOException, InterruptedException {
    report.say(
        "%s. %,d idle connections, after %,d that were opened and closed and %.1f s of echoes%s.\n"
            .formatted(
                Machine.description(),
                options.connections(),
                options.churn(),
                options.warmUpSeconds(),
                String.join("", options.jvm().stream().map(option -> "; " + option).toList())));
    var table = new MemoryTable(options.connections());
    if (table.extrapolates()) {
      report.say(
          """
          What 100,000 would hold is extrapolated: this system lets a process have %,d. Where it lets \
          it have more, --connections 100000 measures them.
          """
              .formatted(Machine.mostConnections()));
    }
    report.say(table.head());
    int measured = 0;
    for (Candidate candidate : candidates()) {
      if (options.servers().matcher(candidate.name()).matches()) {
        measure(candidate, table);
        measured++;
      }
    }
    report.save();
    if (measured == 0) {
      throw new IllegalArgumentException("--servers: " + options.servers() + "; there is none");
    }
  }

  private List<Candidate> candidates() throws IOException {
    return switch (options.setup()) {
      case TLS -> Candidates.encrypting(options.folder().resolve("keys"), jvm(LARGE_RESIDENT_HEAP));
      case DEFLATE -> Candidates.compressing(jvm(RESIDENT_HEAP));
      case PLAIN, LOOPS -> Candidates.hawser(jvm(HEAP));
    };
  }

  private List<String> jvm(List<String> heap) {
    return Stream.concat(heap.stream(), options.jvm().stream()).toList();
  }

  private void measure(Candidate candidate, MemoryTable table)
      throws IOException, InterruptedException {
    try (ServerProcess server = ServerProcess.start(candidate, options.folder())) {
      server.awaitListening();
      wsload.churn(server, options.churn());
      wsload.warmUp(server, Shape.USUAL, options.warmUpSeconds());
      Footprint before = Footprint.of(server);
      Footprint with = withConnections(server);
      Path folder = options.folder();
      Files.writeString(folder.resolve(candidate.name() + "-before.txt"), before.histogram());
      Files.writeString(folder.resolve(candidate.name() + "-with.txt"), with.histogram());
      report.say(table.row(candidate.title(), before, with));
    }
  }

  private Footprint withConnections(ServerProcess server) throws IOException, InterruptedException {
    int wanted = server.descriptors() + options.connections();
    Path printed = options.folder().resolve("memory-wsload.log");
    Process generator =
        Children.start(
            new ProcessBuilder(wsload.idle(server, options.connections(), HOLD_SECONDS))
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile()));
    try {
      for (int waited = 0; server.descriptors() < wanted; waited += POLL_MILLIS) {
        if (waited > OPEN_SECONDS * 1000 || !generator.isAlive()) {
          throw new IOException(
              "%s has %d of %d descriptors; %s"
                  .formatted(
                      server.candidate().name(),
                      server.descriptors(),
                      wanted,
                      Files.readString(printed)));
        }
        Thread.sleep(POLL_MILLIS);
      }
      Thread.sleep(SETTLE_MILLIS);
      return Footprint.of(server);
    } finally {
      Children.end(generator);
    }
  }

  private static List<String> residentHeap(String size) {
    return List.of("-Xms" + size, "-Xmx" + size, "-XX:+AlwaysPreTouch");
  }
}
