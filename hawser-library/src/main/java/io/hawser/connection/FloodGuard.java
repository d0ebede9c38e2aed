package io.hawser.connection;

import java.time.Duration;

/**
 * How many control frames a peer may send that ask for work or answer nothing: a burst, and then so
 * many a second. Owned by the loop.
 */
final class FloodGuard {
  private static final int BURST = 100;
  private static final long NANOS_EACH = Duration.ofSeconds(1).toNanos() / 20;

  // the time at which all that was admitted is paid for
  private long paidNanos = Long.MIN_VALUE / 2;

  /** Counts one; returns whether it is too many. */
  boolean isFlood(long nowNanos) {
    paidNanos = Math.max(paidNanos, nowNanos) + NANOS_EACH;
    return paidNanos - nowNanos > BURST * NANOS_EACH;
  }
}
