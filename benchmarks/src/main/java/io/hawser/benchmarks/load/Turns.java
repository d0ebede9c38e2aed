package io.hawser.benchmarks.load;

import io.hawser.benchmarks.load.Comparison.Turn;
import io.hawser.benchmarks.load.Comparison.WarmUp;
import io.hawser.benchmarks.process.ServerProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Servers that take turns. One that fails is ended and gets no more of them; others go on. */
final class Turns {
  private final Map<ServerProcess, Turn> turns = new LinkedHashMap<>();
  private final Map<ServerProcess, List<Round>> taken = new LinkedHashMap<>();
  private final List<Failure> failures = new ArrayList<>();

  /** Warms a server up, which then takes part. */
  void add(ServerProcess server, WarmUp warmUp) throws IOException, InterruptedException {
    attempt(server, () -> turns.put(server, warmUp.of(server)));
  }

  /** Gives each server a turn. */
  void round() throws IOException, InterruptedException {
    for (var turn : List.copyOf(turns.entrySet())) {
      attempt(
          turn.getKey(),
          () ->
              taken
                  .computeIfAbsent(turn.getKey(), server -> new ArrayList<>())
                  .add(turn.getValue().take()));
    }
  }

  Outcome outcome() {
    return new Outcome(
        taken.entrySet().stream()
            .map(entry -> new Result(entry.getKey().candidate(), Medians.of(entry.getValue())))
            .toList(),
        failures);
  }

  private void attempt(ServerProcess server, Attempt attempt)
      throws IOException, InterruptedException {
    try {
      attempt.run();
      server.settle();
    } catch (LoadFailedException e) {
      System.err.println(e.getMessage());
      server.lastWords().ifPresent(System.err::println);
      server.close(); // what it may still be busy with would cost the others time
      turns.remove(server);
      taken.remove(server);
      failures.add(Failure.of(server.candidate(), e));
    }
  }

  private interface Attempt {
    void run() throws IOException, InterruptedException;
  }
}
