package io.hawser.benchmarks.broadcast;

import io.hawser.benchmarks.load.Outcome;
import io.hawser.benchmarks.load.Result;
import io.hawser.benchmarks.load.Round;
import io.hawser.benchmarks.process.Candidate.Kind;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Results of a shape as a table in Markdown, what costs least first. */
final class BroadcastTable {
  private static final String HEAD =
      """
      | server | CPU µs/delivery | deliveries/s of CPU | of raw sends | of the best other | generator |
      |---|--:|--:|--:|--:|--:|
      """;

  private static final int COLUMNS = 6;

  private BroadcastTable() {}

  /** Writes it; who failed comes last. */
  static String of(Outcome outcome) {
    double raw = cheapest(outcome.results(), Kind.RAW);
    double other = cheapest(outcome.results(), Kind.PEER);
    return outcome.results().stream()
        .map(result -> row(result.candidate().title(), result.round(), raw, other))
        .collect(Collectors.joining("", HEAD, outcome.failureRows(COLUMNS)));
  }

  /** NaN if there is none. */
  private static double cheapest(List<Result> results, Kind kind) {
    return results.stream()
        .filter(result -> result.candidate().kind() == kind)
        .mapToDouble(result -> result.round().cpuMicros())
        .min()
        .orElse(Double.NaN);
  }

  private static String row(String title, Round round, double raw, double other) {
    return String.format(
        Locale.ROOT,
        "| %s | %.3f | %,.0f | %s | %s | %.2f |\n",
        title,
        round.cpuMicros(),
        1e6 / round.cpuMicros(),
        Result.ratio(raw / round.cpuMicros()),
        Result.ratio(other / round.cpuMicros()),
        round.generator());
  }
}
