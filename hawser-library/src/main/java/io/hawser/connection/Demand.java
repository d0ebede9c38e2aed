package io.hawser.connection;

/**
 * How many messages are wanted: a number that does not go on from its largest, nor down from it.
 */
final class Demand {
  private static final long UNBOUNDED = Long.MAX_VALUE;

  private Demand() {}

  /**
   * Checks how many are wanted to begin with.
   *
   * @throws IllegalArgumentException if negative
   */
  static long initial(long messages) {
    if (messages < 0) {
      throw new IllegalArgumentException("initialDemand: " + messages + "; must not be negative");
    }
    return messages;
  }

  /**
   * Checks how many a caller asks for.
   *
   * @throws IllegalArgumentException unless positive
   */
  static long more(long messages) {
    if (messages <= 0) {
      throw new IllegalArgumentException("request: " + messages + "; must be positive");
    }
    return messages;
  }

  /** Whether as many are wanted as there will ever be. */
  static boolean isUnbounded(long wanted) {
    return wanted == UNBOUNDED;
  }

  /** Returns both together. */
  static long sum(long wanted, long more) {
    long sum = wanted + more;
    return sum < 0 ? UNBOUNDED : sum;
  }

  /** Returns what is wanted once a message was handed out. */
  static long afterOne(long wanted) {
    return isUnbounded(wanted) ? wanted : wanted - 1;
  }
}
