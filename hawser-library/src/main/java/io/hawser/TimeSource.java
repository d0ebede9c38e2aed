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

  /**
   * Calls {@code alarm} once, from any thread, when {@link #nanos()} has come to {@code nanos};
   * soon, if it has already. Default: {@link #after}, with what is left now. A source whose time
   * may go on between the two, such as one that another thread turns, does better to do both at
   * once.
   */
  default Alarm at(long nanos, Runnable alarm) {
    return after(Duration.ofNanos(Math.max(0, nanos - nanos())), alarm);
  }

  /** A call to come. */
  interface Alarm {
    /** Forgets the call if it has not begun. */
    void cancel();
  }
}
