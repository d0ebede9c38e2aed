package io.hawser.benchmarks.load;

import io.hawser.benchmarks.Median;
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
        of(rounds, Round::echoBytes),
        of(rounds, Round::generator));
  }

  private static double of(List<Round> rounds, ToDoubleFunction<Round> figure) {
    return Median.of(rounds.stream().mapToDouble(figure).toArray());
  }
}
