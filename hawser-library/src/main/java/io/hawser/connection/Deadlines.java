package io.hawser.connection;

import io.hawser.Timeouts;
import java.time.Duration;
import java.util.Optional;

/**
 * The deadlines of open connections, counted out once for all that share them.
 *
 * @param pingNanos between regular Pings; {@link Wheel#NEVER} without them
 * @param pongNanos from a Ping to any sign of life
 * @param messageNanos from the beginning of a message to its end; {@link Wheel#NEVER} without
 * @param stallNanos without a byte that the peer takes
 * @param ageNanos of what is queued; {@link Wheel#NEVER} without
 */
record Deadlines(
    long pingNanos, long pongNanos, long messageNanos, long stallNanos, long ageNanos) {
  static Deadlines of(Timeouts timeouts) {
    return new Deadlines(
        nanos(timeouts.pingInterval()),
        timeouts.pong().toNanos(),
        nanos(timeouts.message()),
        timeouts.writeStall().toNanos(),
        nanos(timeouts.queueAge()));
  }

  private static long nanos(Optional<Duration> timeout) {
    return timeout.map(Duration::toNanos).orElse(Wheel.NEVER);
  }
}
