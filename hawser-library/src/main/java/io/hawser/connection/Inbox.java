package io.hawser.connection;

import io.hawser.model.Message;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way from the event loop to the one receiver, bounded in bytes: over the high
 * mark the loop stops reading, and goes on once the receiver is below the low one.
 */
final class Inbox {
  /** As long as it takes. */
  static final long FOREVER = Long.MAX_VALUE;

  /** What an empty message counts, so that a flood of them is bounded as well. */
  private static final long OVERHEAD_BYTES = 64;

  private final long highBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Runnable drained;

  // guarded by lock
  private final ArrayDeque<Message> messages = new ArrayDeque<>(4);
  private long bytes;
  private boolean full;
  private boolean dropped;
  private boolean ended;
  private boolean receiving;
  private boolean busy;
  private @Nullable Runnable whenCaughtUp;

  /**
   * Begins empty.
   *
   * @param highBytes with so much in it is full, until three quarters are taken
   * @param drained called by the receiver's thread when a full inbox has room again
   */
  Inbox(long highBytes, Runnable drained) {
    this.highBytes = highBytes;
    this.drained = drained;
  }

  /** Adds a message, unless nobody wants it; returns whether the inbox just became full. */
  boolean offer(Message message) {
    lock.lock();
    try {
      if (dropped || ended) {
        return false;
      }
      messages.add(message);
      bytes += message.size() + OVERHEAD_BYTES;
      changed.signal();
      if (full || bytes < highBytes) {
        return false;
      }
      full = true;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Lets the receiver have what is there, and then no more. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Drops what is there and what comes; whoever waits goes on to wait for the end. */
  void drop() {
    lock.lock();
    try {
      messages.clear();
      bytes = 0;
      full = false;
      dropped = true;
      busy = false;
      tellCaughtUp();
    } finally {
      lock.unlock();
    }
  }

  /** Whether reading must rest: there has been too much, and there is still. */
  boolean isFull() {
    lock.lock();
    try {
      return full;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs {@code task} once the receiver has taken every message and asks for more; at once if that
   * is so now. The task runs under this inbox's lock: it must only hand over to the loop.
   */
  void whenCaughtUp(Runnable task) {
    lock.lock();
    try {
      whenCaughtUp = task;
      tellCaughtUp();
    } finally {
      lock.unlock();
    }
  }

  private void tellCaughtUp() {
    Runnable task = whenCaughtUp;
    if (task != null && messages.isEmpty() && !busy) {
      whenCaughtUp = null;
      task.run();
    }
  }

  /** Whether the receiver would find no message, now and ever. */
  boolean isExhausted() {
    lock.lock();
    try {
      return ended && messages.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a message, at most {@code nanos}, or without end for {@link #FOREVER}.
   *
   * @return null if the time passed, or if the inbox has ended and is empty
   * @throws IllegalStateException if another thread is waiting here
   */
  @Nullable Message take(long nanos) throws InterruptedException {
    Message message;
    boolean nowDrained = false;
    lock.lockInterruptibly();
    try {
      if (receiving) {
        throw new IllegalStateException(
            "another thread is receiving from this connection; one at a time may");
      }
      receiving = true;
      busy = false;
      tellCaughtUp();
      try {
        long left = nanos;
        while (messages.isEmpty() && !ended && left > 0) {
          if (nanos == FOREVER) {
            // no timer for each wait: virtual threads share one heap of them, under one lock
            changed.await();
          } else {
            left = changed.awaitNanos(left);
          }
        }
      } finally {
        receiving = false;
      }
      message = messages.poll();
      if (message != null) {
        busy = true;
        bytes -= message.size() + OVERHEAD_BYTES;
        if (full && bytes <= highBytes / 4) {
          full = false;
          nowDrained = true;
        }
      }
    } finally {
      lock.unlock();
    }
    if (nowDrained) {
      drained.run();
    }
    return message;
  }
}
