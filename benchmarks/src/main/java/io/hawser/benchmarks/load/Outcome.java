package io.hawser.benchmarks.load;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What became of servers under a load. */
public record Outcome(List<Result> results, List<Failure> failures) {
  /** What costs least comes first. */
  public Outcome {
    results =
        results.stream()
            .sorted(Comparator.comparingDouble(result -> result.round().cpuMicros()))
            .toList();
    failures = List.copyOf(failures);
  }

  /** The processor time of the cheapest raw server, the unit of ratios; NaN if all failed. */
  double rawMicros() {
    return results.stream()
        .filter(result -> result.candidate().isRaw())
        .mapToDouble(result -> result.round().cpuMicros())
        .findFirst()
        .orElse(Double.NaN);
  }

  /** Writes a row for each that failed; see {@link Failure#row}. */
  public String failureRows(int columns) {
    return failures.stream().map(failure -> failure.row(columns)).collect(Collectors.joining());
  }
}
