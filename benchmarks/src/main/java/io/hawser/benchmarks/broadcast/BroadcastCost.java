package io.hawser.benchmarks.broadcast;

import io.hawser.benchmarks.load.Medians;
import io.hawser.benchmarks.load.Round;
import io.hawser.benchmarks.load.Wsload;
import io.hawser.benchmarks.process.CProgram;
import io.hawser.benchmarks.process.Candidate;
import io.hawser.benchmarks.process.Cores;
import io.hawser.benchmarks.process.Machine;
import io.hawser.benchmarks.process.Program;
import io.hawser.benchmarks.process.ServerProcess;
import io.hawser.benchmarks.process.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much processor time servers spend on a message to many, for each connection that gets it,
 * beside a program that does nothing but send: for each shape all servers are started afresh,
 * warmed up, and loaded in turns. Every delivery is checked.
 *
 * <p>Arguments: the folder of this module; options, with spaces between them.
 */
public final class BroadcastCost {
  /** Descriptors that a process has open for itself, and some. */
  private static final int OTHER_DESCRIPTORS = 200;

  private final BroadcastOptions options;
  private final List<Candidate> candidates;
  private final Wsload wsload;
  private final StringBuilder report = new StringBuilder();

  private BroadcastCost(BroadcastOptions options, List<Candidate> candidates, Wsload wsload) {
    this.options = options;
    this.candidates = candidates;
    this.wsload = wsload;
  }

  /** Measures what the options name. Ends with status 1 if a delivery was wrong. */
  public static void main(String... args) {
    Program.run(args, BroadcastOptions.HELP, BroadcastCost::measure);
  }

  private static void measure(Path base, List<String> arguments)
      throws IOException, InterruptedException {
    BroadcastOptions options = BroadcastOptions.parse(arguments, base);
    requireDescriptors(options.shapes());
    Cores.require();
    Path generator = CProgram.wsload(base);
    Path raw = CProgram.rawSends(base);
    Files.createDirectories(options.folder());
    Path journal = options.folder().resolve("rounds.jsonl");
    Files.deleteIfExists(journal);
    List<Candidate> candidates =
        BroadcastCandidates.all(raw).stream()
            .filter(c -> c.isRaw() || options.servers().matcher(c.name()).matches())
            .toList();
    new BroadcastCost(options, candidates, new Wsload(generator, journal)).measure();
  }

  private static void requireDescriptors(List<BroadcastShape> shapes) throws IOException {
    int most = Machine.mostDescriptors() - OTHER_DESCRIPTORS;
    for (BroadcastShape shape : shapes) {
      if (shape.subscribers() > most) {
        throw new IllegalArgumentException(
            "subscribers: %d; this system lets a process have %d"
                .formatted(shape.subscribers(), most));
      }
    }
  }

  private void measure() throws IOException, InterruptedException {
    say(
        "%s. %d rounds of %.1f s."
            .formatted(Machine.description(), options.rounds(), options.seconds()));
    for (BroadcastShape shape : options.shapes()) {
      say("\n## " + shape.title() + "\n");
      try (Servers servers = Servers.start(candidates, options.folder(), this::say)) {
        say(BroadcastTable.of(measured(shape, servers.running())).stripTrailing());
      }
      Files.writeString(options.folder().resolve("broadcast.md"), report);
    }
  }

  private Map<Candidate, Round> measured(BroadcastShape shape, List<ServerProcess> servers)
      throws IOException, InterruptedException {
    for (ServerProcess server : servers) {
      load(server, shape, options.warmUpSeconds());
    }
    Map<Candidate, List<Round>> rounds = new LinkedHashMap<>();
    for (int i = 0; i < options.rounds(); i++) {
      for (ServerProcess server : servers) {
        rounds
            .computeIfAbsent(server.candidate(), candidate -> new ArrayList<>())
            .add(load(server, shape, options.seconds()));
      }
    }
    Map<Candidate, Round> medians = new LinkedHashMap<>();
    rounds.forEach((candidate, all) -> medians.put(candidate, Medians.of(all)));
    return medians;
  }

  private Round load(ServerProcess server, BroadcastShape shape, double seconds)
      throws IOException, InterruptedException {
    return wsload.broadcast(server, shape.subscribers(), shape.bytes(), shape.depth(), seconds);
  }

  private void say(String line) {
    System.out.println(line);
    report.append(line).append('\n');
  }
}
