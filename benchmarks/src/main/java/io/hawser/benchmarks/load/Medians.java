package io.hawser.benchmarks.load;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Medians, which one disturbed round does not move. */
final class Medians {
  private Medians() {}

  /**
   * Returns the median of each figure by itself.
   *
   * @param rounds at least one
   */
  static Round of(List<Round> rounds) {
    return new Round(
        of(rounds, Round::cpuMicros),
        of(rounds, Round::messages),
        of(rounds, Round::p50),
        of(rounds, Round::p99),
        of(rounds, Round::p999),
        of(rounds, Round::generator));
  }

  /** The middle one; of an even number the mean of both. */
  private static double of(List<Round> rounds, ToDoubleFunction<Round> figure) {
    double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
