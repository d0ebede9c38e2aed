package io.hawser.connection;

/** Runs tasks later, on the event loop of one connection. Used on that loop only. */
public interface Timers {
  /** Runs {@code task} once, when the {@link Ticker}'s time has come to {@code nanos}. */
  Timer at(long nanos, Runnable task);

  /** A task to come. */
  interface Timer {
    /** Forgets the task if it has not run. */
    void cancel();
  }
}
