package io.hawser.queue;

import java.time.Duration;

/**
 * Lines of logs, from whatever thread. An event loop must not wait for a log: in the queue for an
 * appender's lock it could come to stand behind a thread that it carries itself. So lines are
 * written by a thread of their own, but those of virtual threads, which may wait.
 */
public final class LogLines {
  private static final EventQueue QUEUE = EventQueue.ofLog();

  private LogLines() {}

  /** Has a line written, soon. What it tells must not change any more. */
  public static void write(Runnable line) {
    if (Thread.currentThread().isVirtual()) {
      line.run();
    } else {
      QUEUE.add(line);
    }
  }

  /** Waits until all lines so far are written, at most so long; returns whether they are. */
  public static boolean awaitWritten(Duration timeout) throws InterruptedException {
    return QUEUE.awaitTold(timeout);
  }
}
