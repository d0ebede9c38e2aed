package io.hawser.benchmarks.handshake;

import io.hawser.benchmarks.Median;
import io.hawser.benchmarks.process.Candidate;
import io.hawser.benchmarks.process.Candidates;
import io.hawser.benchmarks.process.Cores;
import io.hawser.benchmarks.process.Machine;
import io.hawser.benchmarks.process.Program;
import io.hawser.benchmarks.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How much processor time servers spend on a connection that opens, and on one they refuse: the
 * median of several rounds, in which servers take turns, as tables in Markdown. Connections come
 * one after the other.
 *
 * <p>Arguments: the folder of this module; options, with spaces between them.
 */
public final class HandshakeCost {
  private static final List<String> APIS = List.of("listener", "jdk");

  /** The code that all kinds have in common is warmed up by the first that a server gets. */
  private static final int FIRST_WARM_UP = 4;

  /** All connections of a round should be over, and have been paid for. */
  private static final int PAUSE_MILLIS = 100;

  private final HandshakeOptions options;
  private final List<Contender> contenders;

  private HandshakeCost(HandshakeOptions options, List<Contender> contenders) {
    this.options = options;
    this.contenders = contenders;
  }

  /** Measures what the options name. */
  public static void main(String... args) {
    Program.run(args, HandshakeOptions.HELP, HandshakeCost::measure);
  }

  private static void measure(Path base, List<String> arguments)
      throws IOException, InterruptedException {
    HandshakeOptions options = HandshakeOptions.parse(arguments);
    Cores.require();
    Path folder = Files.createDirectories(base.resolve("target/handshakes"));
    var contenders = new ArrayList<Contender>();
    try {
      for (String api : APIS) {
        contenders.add(Contender.ours(api, folder));
      }
      for (Candidate peer : Candidates.peers()) {
        if (options.servers().matcher(peer.name()).matches()) {
          contenders.add(Contender.peer(peer, folder));
        }
      }
      List<Costs> costs = new HandshakeCost(options, contenders).measured();
      String report =
          "%s. %d rounds of %,d connections.\n\n%s"
              .formatted(
                  Machine.description(),
                  options.rounds(),
                  options.knocks(),
                  CostTables.of(contenders.stream().map(Contender::title).toList(), costs));
      System.out.print(report);
      Files.writeString(folder.resolve("handshakes.md"), report);
    } finally {
      contenders.forEach(Contender::close);
    }
  }

  private List<Costs> measured() throws IOException, InterruptedException {
    var all = new ArrayList<Costs>();
    for (Knock knock : Knock.values()) {
      all.add(new Costs(knock.title(), measured(knock)));
    }
    return all;
  }

  private List<Double> measured(Knock knock) throws IOException, InterruptedException {
    List<Optional<ServerProcess>> targets = new ArrayList<>();
    boolean first = knock == Knock.ACCEPTED || knock.isCounted();
    int warmUp = options.warmUp() * (first ? FIRST_WARM_UP : 1);
    for (Contender contender : contenders) {
      Optional<ServerProcess> target = contender.target(knock);
      boolean answers = target.isPresent() && !Double.isNaN(micros(knock, target.get(), warmUp));
      targets.add(answers ? target : Optional.empty());
    }
    double[][] rounds = new double[targets.size()][options.rounds()];
    for (int round = 0; round < options.rounds(); round++) {
      for (int i = 0; i < rounds.length; i++) {
        rounds[i][round] =
            targets.get(i).isPresent()
                ? micros(knock, targets.get(i).get(), options.knocks())
                : Double.NaN;
      }
    }
    return Stream.of(rounds).map(Median::of).toList();
  }

  /** Microseconds for each of so many; NaN if one was not answered as it should be. */
  private static double micros(Knock knock, ServerProcess server, int knocks)
      throws IOException, InterruptedException {
    long before = server.cpuNanos();
    for (int i = 0; i < knocks; i++) {
      if (!knock.at(server.port())) {
        return Double.NaN;
      }
    }
    Thread.sleep(PAUSE_MILLIS);
    return (server.cpuNanos() - before) / 1e3 / knocks;
  }
}
