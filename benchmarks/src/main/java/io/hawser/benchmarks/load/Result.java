package io.hawser.benchmarks.load;

import io.hawser.benchmarks.process.Candidate;
import java.util.Locale;

/**
 * What a server did with a load.
 *
 * @param round the median of all rounds
 */
public record Result(Candidate candidate, Round round) {
  /** Writes a ratio of two for a table; a dash for NaN, where there is nothing to compare with. */
  public static String ratio(double ratio) {
    return Double.isNaN(ratio) ? "-" : String.format(Locale.ROOT, "%.2f", ratio);
  }
}
