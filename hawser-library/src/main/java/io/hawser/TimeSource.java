package io.hawser;

import java.time.Duration;
import java.time.Instant;

/**
 * The time that deadlines go by. Servers and clients use the system's unless another is given, such
 * as one that tests turn by hand. Safe from any thread.
 */
public interface TimeSource {
  /** Nanoseconds since some moment; only differences mean anything. */
  long nanos();

  /** The time of day, which may be set back. Default: the system's. */
  default Instant instant() {
    return Instant.now();
  }

  /** Calls {@code alarm} once, from any thread, when {@code delay} has passed. */
  Alarm after(Duration delay, Runnable alarm);

  /** A call to come. */
  interface Alarm {
    /** Forgets the call if it has not begun. */
    void cancel();
  }
}
