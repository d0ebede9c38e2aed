package io.hawser.connection;

import io.hawser.model.Message;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way from any thread to the event loop, in wire order, bounded in bytes: a
 * sender waits until the outbox is empty or its message fits.
 */
final class Outbox {
  private static final long HIGH_BYTES = 64 * 1024;

  /** What an empty message counts, so that a flood of them is bounded as well. */
  private static final long OVERHEAD_BYTES = 64;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition roomier = lock.newCondition();

  // guarded by lock
  private final ArrayDeque<Message> messages = new ArrayDeque<>(4);
  private long bytes;
  private int waiting;
  private boolean scheduled;
  private boolean sealed;

  /** What became of a message. */
  enum Placed {
    /** Queued; the caller must have the loop drain the outbox. */
    SCHEDULE,
    /** Queued; somebody has scheduled the loop already. */
    QUEUED,
    /** Not queued: the connection closes, or has closed. */
    SEALED
  }

  /** Queues a message, as soon as there is room. */
  Placed put(Message message) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      waiting++;
      try {
        while (!sealed && bytes > 0 && bytes + cost(message) > HIGH_BYTES) {
          roomier.await();
        }
      } finally {
        waiting--;
      }
      if (sealed) {
        return Placed.SEALED;
      }
      messages.add(message);
      bytes += cost(message);
      if (scheduled) {
        return Placed.QUEUED;
      }
      scheduled = true;
      return Placed.SCHEDULE;
    } finally {
      lock.unlock();
    }
  }

  /** Takes the next message; null if there is none, and then a later one must schedule the loop. */
  @Nullable Message poll() {
    lock.lock();
    try {
      Message message = messages.poll();
      if (message == null) {
        scheduled = false;
        return null;
      }
      bytes -= cost(message);
      if (waiting > 0) {
        roomier.signalAll();
      }
      return message;
    } finally {
      lock.unlock();
    }
  }

  private static long cost(Message message) {
    return message.size() + OVERHEAD_BYTES;
  }

  /** Admits no more; what is queued stays. */
  void seal() {
    lock.lock();
    try {
      sealed = true;
      roomier.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Admits no more, and forgets what is queued. */
  void discard() {
    lock.lock();
    try {
      messages.clear();
      bytes = 0;
      sealed = true;
      roomier.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether messages are still admitted. */
  boolean isOpen() {
    lock.lock();
    try {
      return !sealed;
    } finally {
      lock.unlock();
    }
  }
}
