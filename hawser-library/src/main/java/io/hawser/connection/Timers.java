package io.hawser.connection;

import java.time.Duration;

/** Runs tasks later, on the event loop of one connection. Used on that loop only. */
public interface Timers {
  /** Runs {@code task} once, when {@code delay} has passed. */
  Timer after(Duration delay, Runnable task);

  /** A task to come. */
  interface Timer {
    /** Forgets the task if it has not run. */
    void cancel();
  }
}
