package io.hawser.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One line that counts down to the next attempt, once a second. */
final class Countdown implements AutoCloseable {
  private final @Nullable Consumer<String> line;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // guarded by lock
  private @Nullable Instant until;
  private boolean closed;
  private boolean running;

  /**
   * Begins with nothing to count.
   *
   * @param line shows a line in the place of the one before; empty to show none. Null where there
   *     is nobody to see it
   */
  Countdown(@Nullable Consumer<String> line) {
    this.line = line;
  }

  /** Counts down to a time. */
  void until(Instant time) {
    change(time);
  }

  /** Shows nothing any more. */
  void clear() {
    change(null);
  }

  /** Shows nothing, now and later, once this returns. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      until = null;
      changed.signalAll();
      while (running) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private void change(@Nullable Instant time) {
    Consumer<String> shown = line;
    if (shown == null) {
      return;
    }
    boolean start;
    lock.lock();
    try {
      until = closed ? null : time;
      start = until != null && !running;
      running |= start;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (start) {
      Thread.ofVirtual().name("hawser-countdown").start(() -> run(shown));
    }
  }

  private void run(Consumer<String> shown) {
    lock.lock();
    try {
      while (until != null) {
        Duration left = Duration.between(Instant.now(), until);
        if (left.isNegative()) {
          shown.accept("next attempt now");
          changed.await();
        } else {
          shown.accept("next attempt in " + (left.toSeconds() + 1) + " s");
          var unused = changed.awaitNanos(Math.max(1_000_000, left.toNanosPart()));
        }
      }
      shown.accept("");
    } catch (InterruptedException e) {
      // nobody does
    } finally {
      running = false;
      changed.signalAll();
      lock.unlock();
    }
  }
}
