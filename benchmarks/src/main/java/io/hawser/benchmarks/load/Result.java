package io.hawser.benchmarks.load;

import io.hawser.benchmarks.process.Candidate;
import java.util.Comparator;
import java.util.List;

/**
 * What a server did with a shape.
 *
 * @param round the median of all rounds
 */
public record Result(Candidate candidate, Round round) {
  /** Returns them with what costs least first. */
  public static List<Result> sorted(List<Result> results) {
    return results.stream()
        .sorted(Comparator.comparingDouble(result -> result.round().cpuMicros()))
        .toList();
  }

  /**
   * The processor time of the raw echo, the unit of ratios.
   *
   * @param results the raw echo's among them
   */
  static double rawMicros(List<Result> results) {
    return results.stream()
        .filter(result -> result.candidate().isRaw())
        .findFirst()
        .orElseThrow()
        .round()
        .cpuMicros();
  }
}
