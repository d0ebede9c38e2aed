package io.hawser.benchmarks.broadcast;

import io.hawser.benchmarks.load.Round;
import io.hawser.benchmarks.process.Candidate;
import io.hawser.benchmarks.process.Candidate.Kind;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Results of a shape as a table in Markdown, what costs least first. */
final class BroadcastTable {
  private static final String HEAD =
      """
      | server | CPU µs/delivery | deliveries/s of CPU | of raw sends | of the best other | generator |
      |---|--:|--:|--:|--:|--:|
      """;

  private BroadcastTable() {}

  /**
   * Writes it.
   *
   * @param medians the raw sends' among them
   */
  static String of(Map<Candidate, Round> medians) {
    double raw = cheapest(medians, Kind.RAW);
    double other = cheapest(medians, Kind.PEER);
    return medians.entrySet().stream()
        .sorted(Comparator.comparingDouble(entry -> entry.getValue().cpuMicros()))
        .map(entry -> row(entry.getKey().title(), entry.getValue(), raw, other))
        .collect(Collectors.joining("", HEAD, ""));
  }

  /** NaN if there is none. */
  private static double cheapest(Map<Candidate, Round> medians, Kind kind) {
    return medians.entrySet().stream()
        .filter(entry -> entry.getKey().kind() == kind)
        .mapToDouble(entry -> entry.getValue().cpuMicros())
        .min()
        .orElse(Double.NaN);
  }

  private static String row(String title, Round round, double raw, double other) {
    return String.format(
        Locale.ROOT,
        "| %s | %.3f | %,.0f | %.2f | %.2f | %.2f |\n",
        title,
        round.cpuMicros(),
        1e6 / round.cpuMicros(),
        raw / round.cpuMicros(),
        other / round.cpuMicros(),
        round.generator());
  }
}
