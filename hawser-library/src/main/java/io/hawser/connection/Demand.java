package io.hawser.connection;

/** How many messages are wanted. Not safe for several threads at once. */
final class Demand {
  private static final long UNBOUNDED = Long.MAX_VALUE;

  private long left;

  /**
   * Begins with so many.
   *
   * @throws IllegalArgumentException if negative
   */
  Demand(long messages) {
    if (messages < 0) {
      throw new IllegalArgumentException("initialDemand: " + messages + "; must not be negative");
    }
    left = messages;
  }

  /** Checks how many a caller asks for. */
  static long checked(long messages) {
    if (messages <= 0) {
      throw new IllegalArgumentException("request: " + messages + "; must be positive");
    }
    return messages;
  }

  boolean isZero() {
    return left == 0;
  }

  void add(long messages) {
    long sum = left + messages;
    left = sum < 0 ? UNBOUNDED : sum;
  }

  void take() {
    if (left != UNBOUNDED) {
      left--;
    }
  }
}
