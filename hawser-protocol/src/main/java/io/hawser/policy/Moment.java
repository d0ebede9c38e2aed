package io.hawser.policy;

import java.time.Duration;
import java.time.Instant;

/**
 * One moment, by both of a machine's clocks.
 *
 * @param nanos nanoseconds since some moment; only differences mean anything
 * @param instant the time of day, which may be set back
 */
public record Moment(long nanos, Instant instant) {
  /** How long ago {@code earlier} was, by the clock that is never set. */
  public Duration since(Moment earlier) {
    return Duration.ofNanos(nanos - earlier.nanos);
  }
}
