package io.hawser.benchmarks;

import java.util.Arrays;

/** The median, which one disturbed round does not move. */
public final class Median {
  private Median() {}

  /**
   * The middle one; of an even number the mean of both.
   *
   * @param figures at least one
   */
  public static double of(double... figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
