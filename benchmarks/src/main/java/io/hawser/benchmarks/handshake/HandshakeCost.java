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
    HandshakeOptions options = HandshakeOptions.parse(arguments, base);
    Cores.require();
    Files.createDirectories(options.folder());
    var contenders = new ArrayList<Contender>();
    try {
      contenders.add(Contender.ours(Candidates.APIS.getFirst(), options.folder()));
      for (String api : Candidates.APIS.subList(1, Candidates.APIS.size())) {
        try {
          contenders.add(Contender.ours(api, options.folder()));
        } catch (IOException e) { // of a JDK that has no carrier for it
          System.out.println("Left out: hawser-%s: %s".formatted(api, e.getMessage()));
        }
      }
      for (Candidate peer : Candidates.peers()) {
        if (options.servers().matcher(peer.name()).matches()) {
          contenders.add(Contender.peer(peer, options.folder()));
        }
      }
      List<Costs> costs = new HandshakeCost(options, contenders).measured();
      String report =
          "%s. %d rounds of %,d connections of each kind, after %,d.\n\n%s"
              .formatted(
                  Machine.description(),
                  options.rounds(),
                  options.knocks(),
                  options.warmUp(),
                  CostTables.of(contenders.stream().map(Contender::title).toList(), costs));
      System.out.print(report);
      Files.writeString(options.folder().resolve("handshakes.md"), report);
    } finally {
      contenders.forEach(Contender::close);
    }
  }

  private List<Costs> measured() throws IOException, InterruptedException {
    List<Knock> kinds = List.of(Knock.values());
    int last = kinds.indexOf(Knock.RATE_LIMITED);
    var all = new ArrayList<Costs>(measured(kinds.subList(0, last)));
    // not with the others: a penalty would be for valid requests too
    all.addAll(measured(kinds.subList(last, kinds.size())));
    return all;
  }

  /**
   * Servers have had all kinds before the first is measured, and each round has all of them: a kind
   * would else pay for the code that it shares with those after it.
   */
  private List<Costs> measured(List<Knock> kinds) throws IOException, InterruptedException {
    var targets = new ArrayList<List<Optional<ServerProcess>>>();
    for (Knock kind : kinds) {
      targets.add(warmedUp(kind));
    }
    for (Contender contender : contenders) {
      contender.settle(); // what compilers still have to do
    }
    var micros = new double[kinds.size()][contenders.size()][options.rounds()];
    for (int round = 0; round < options.rounds(); round++) {
      for (int kind = 0; kind < kinds.size(); kind++) {
        for (int i = 0; i < contenders.size(); i++) {
          Optional<ServerProcess> target = targets.get(kind).get(i);
          micros[kind][i][round] =
              target.isPresent() ? micros(kinds.get(kind), target.get()) : Double.NaN;
        }
      }
    }
    var costs = new ArrayList<Costs>();
    for (int kind = 0; kind < kinds.size(); kind++) {
      costs.add(
          new Costs(kinds.get(kind).title(), Stream.of(micros[kind]).map(Median::of).toList()));
    }
    return costs;
  }

  /** Returns who answers as he should, in the order of contenders. */
  private List<Optional<ServerProcess>> warmedUp(Knock kind)
      throws IOException, InterruptedException {
    boolean first = kind == Knock.ACCEPTED || kind.isCounted();
    int knocks = options.warmUp() * (first ? FIRST_WARM_UP : 1);
    var targets = new ArrayList<Optional<ServerProcess>>();
    for (Contender contender : contenders) {
      Optional<ServerProcess> target = contender.target(kind);
      boolean answers = target.isPresent() && answers(kind, target.get(), knocks);
      targets.add(answers ? target : Optional.empty());
    }
    return targets;
  }

  /** Microseconds for each knock of a round; NaN if one was not answered as it should be. */
  private double micros(Knock knock, ServerProcess server)
      throws IOException, InterruptedException {
    long before = server.cpuNanos();
    if (!answers(knock, server, options.knocks())) {
      return Double.NaN;
    }
    Thread.sleep(PAUSE_MILLIS);
    return (server.cpuNanos() - before) / 1e3 / options.knocks();
  }

  /** Whether it answers each of so many as it should. */
  private static boolean answers(Knock knock, ServerProcess server, int knocks) throws IOException {
    for (int i = 0; i < knocks; i++) {
      if (!knock.at(server.port())) {
        return false;
      }
    }
    return true;
  }
}
