package io.hawser.netty;

import io.hawser.connection.Bugs;
import java.util.ArrayDeque;

/**
 * What is to be done on one event loop as soon as the connection that is being read has received
 * all that came, before the next one is read: cheaper than a task of the loop, and done where the
 * bytes are at hand. Owned by the loop.
 */
final class AfterRead {
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private boolean reading;
  private boolean last;

  /** Bytes are received from now on, until {@link #readComplete}. */
  void reading() {
    reading = true;
    last = false;
  }

  /** A message is handed out; {@code last} if nothing is left of what was read. */
  void message(boolean last) {
    this.last = last;
  }

  /** Whether what is called now is the last to come of what was read. */
  boolean isAtLast() {
    return reading && last;
  }

  /** Returns false if nothing is being read. */
  boolean add(Runnable task) {
    return reading && tasks.add(task);
  }

  /** Does it; what goes wrong with one is not the doing of who was read, nor of the others. */
  void readComplete() {
    reading = false;
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      try {
        task.run();
      } catch (Throwable bug) {
        Bugs.report(bug);
      }
    }
  }
}
