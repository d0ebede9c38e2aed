package io.hawser.benchmarks.process;

/** Numbers given as options. */
public final class Numbers {
  private static final double MOST_SECONDS = 600;

  private Numbers() {}

  /**
   * Reads a whole number.
   *
   * @throws IllegalArgumentException unless it is one, and in the range
   */
  public static int whole(String option, String value, int least, int most) {
    if (value.matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new IllegalArgumentException(
        "%s: %s; must be from %d to %d".formatted(option, value, least, most));
  }

  /**
   * Reads a time in seconds.
   *
   * @throws IllegalArgumentException unless it is from 0.1 to 600
   */
  public static double seconds(String option, String value) {
    if (value.matches("[0-9]{1,3}(\\.[0-9]{1,3})?")) {
      double seconds = Double.parseDouble(value);
      if (seconds >= 0.1 && seconds <= MOST_SECONDS) {
        return seconds;
      }
    }
    throw new IllegalArgumentException(
        "%s: %s; must be seconds from 0.1 to 600".formatted(option, value));
  }
}
