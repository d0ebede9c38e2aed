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
import java.util.Locale;

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
  private static final List<String> RESIDENT_HEAP =
      List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch");

  /** Opened and closed before, so that classes are loaded and code is compiled. */
  private static final int CHURN = 3000;

  /** Of echoes before, so that stacks of threads that wait are those of compiled code. */
  private static final int WARM_UP_SECONDS = 8;

  private static final int CONNECTIONS_PER_SOURCE = 5000;

  /** Descriptors that a server has open for itself, and some. */
  private static final int OTHER_DESCRIPTORS = 200;

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
    int most = Machine.mostDescriptors() - OTHER_DESCRIPTORS;
    if (options.connections() > most) {
      throw new IllegalArgumentException(
          "--connections: %d; this system lets a process have %d"
              .formatted(options.connections(), most));
    }
    Cores.require();
    Path generator = CProgram.wsload(base);
    Files.createDirectories(options.folder());
    new Memory(options, new Wsload(generator, options.folder().resolve("memory.jsonl"))).measure();
  }

  private void measure() throws IOException, InterruptedException {
    report.say(
        "%s. %,d idle connections.\n".formatted(Machine.description(), options.connections()));
    report.say(
        "| server | live heap, bytes/connection | resident, bytes/connection | heap before, KiB |");
    report.say("|---|--:|--:|--:|");
    for (Candidate candidate :
        options.compressing() ? Candidates.compressing(RESIDENT_HEAP) : Candidates.hawser(HEAP)) {
      if (options.servers().matcher(candidate.name()).matches()) {
        measure(candidate);
      }
    }
    report.save();
  }

  private void measure(Candidate candidate) throws IOException, InterruptedException {
    try (ServerProcess server = ServerProcess.start(candidate, options.folder())) {
      server.awaitListening();
      wsload.churn(server, CHURN);
      wsload.warmUp(server, Shape.USUAL, WARM_UP_SECONDS);
      Footprint before = Footprint.of(server);
      Footprint with = withConnections(server);
      Path folder = options.folder();
      Files.writeString(folder.resolve(candidate.name() + "-before.txt"), before.histogram());
      Files.writeString(folder.resolve(candidate.name() + "-with.txt"), with.histogram());
      report.say(row(candidate, before, with));
    }
  }

  private Footprint withConnections(ServerProcess server) throws IOException, InterruptedException {
    int wanted = server.descriptors() + options.connections();
    int sources = 1 + options.connections() / CONNECTIONS_PER_SOURCE;
    Path printed = options.folder().resolve("memory-wsload.log");
    Process generator =
        Children.start(
            new ProcessBuilder(wsload.idle(server, options.connections(), sources, HOLD_SECONDS))
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

  private String row(Candidate candidate, Footprint before, Footprint with) {
    return String.format(
        Locale.ROOT,
        "| %s | %,d | %,d | %,d |",
        candidate.title(),
        (with.liveBytes() - before.liveBytes()) / options.connections(),
        (with.residentKib() - before.residentKib()) * 1024 / options.connections(),
        before.liveBytes() / 1024);
  }
}
