package io.hawser;

/**
 * What runs the virtual threads of a server's connections: its handlers, hooks and listeners.
 *
 * <p>See docs/topics/performance.md for what each costs, and when not to choose {@link #LOOP}.
 */
public enum Carrier {
  /** The JDK's scheduler, like any other virtual thread. The default. */
  JDK,

  /**
   * The connection's own event loop, so that a message passes no border between threads. What waits
   * there (a lock, a sleep, a socket, a future) gives the loop back, like on any virtual thread;
   * what computes, and calls that the JDK cannot suspend (files, native code), hold up all
   * connections of the loop: {@link WebSocket#offload} is for those. A loop that is held for longer
   * than 100 ms is logged.
   *
   * <p>What else runs on event loops, a guard or a listener with {@code onLoop()}, must share no
   * lock or monitor with threads that run there, such as those of hooks, not even a logger's: a
   * loop that queues behind a thread which it carries waits for good.
   *
   * <p>Needs JDK 24 and the option {@code --add-opens java.base/java.lang=ALL-UNNAMED} ({@code
   * =io.hawser} on the module path), for the JDK has no public way to do this; without them the
   * server warns once and takes {@link #JDK}.
   */
  LOOP
}
