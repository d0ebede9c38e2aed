package io.hawser.testkit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The server of a {@link Herd}: down for a while, then busy with one handshake after the other. */
final class HerdServer {
  private final long downNanos;
  private final long workNanos;
  private final long longestLineNanos;
  private final long openTimeoutNanos;
  private long busyUntilNanos;

  /** What becomes of an attempt. */
  enum Outcome {
    OPENED,
    /** The server is down. */
    REFUSED,
    /** The line is too long. */
    OVERLOADED,
    /** The client has left the line. */
    TIMEOUT
  }

  /**
   * What becomes of an attempt.
   *
   * @param nanos when the client learns of it
   */
  record Answer(Outcome outcome, long nanos) {}

  HerdServer(Duration down, int perSecond, @Nullable Duration longestLine, Duration openTimeout) {
    downNanos = down.toNanos();
    workNanos = perSecond == Integer.MAX_VALUE ? 0 : 1_000_000_000L / perSecond;
    longestLineNanos = longestLine == null ? Long.MAX_VALUE : longestLine.toNanos();
    openTimeoutNanos = openTimeout.toNanos();
  }

  /** An attempt arrives; never before the one before. */
  Answer arrives(long nanos) {
    if (nanos < downNanos) {
      return new Answer(Outcome.REFUSED, nanos);
    }
    long begins = Math.max(nanos, busyUntilNanos);
    if (begins - nanos > longestLineNanos) {
      return new Answer(Outcome.OVERLOADED, nanos);
    }
    // who has left the line is not missed before their turn is over
    busyUntilNanos = begins + workNanos;
    return busyUntilNanos - nanos > openTimeoutNanos
        ? new Answer(Outcome.TIMEOUT, nanos + openTimeoutNanos)
        : new Answer(Outcome.OPENED, busyUntilNanos);
  }
}
