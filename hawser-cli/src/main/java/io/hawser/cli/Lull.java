package io.hawser.cli;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Finds the moment when a peer has most likely answered all that was sent to it.
 *
 * <p>No rule of WebSocket tells. A peer that gets our Close frame may drop the answers it still
 * owes (RFC 6455, 5.5.1), and one that answers a Ping has received what came before, but need not
 * have dealt with it. What is left is to wait for a silence: a short one if there were as many
 * messages from the peer as to it, a longer one if not.
 */
final class Lull {
  /** How long the silence lasts once there are as many answers as messages. */
  private static final Duration ANSWERED = Duration.ofMillis(100);

  /** How long it lasts before. */
  private static final Duration UNANSWERED = Duration.ofSeconds(1);

  /** How long it lasts while it is not even known whether the peer has received everything. */
  private static final Duration UNCERTAIN = Duration.ofSeconds(5);

  /** How long a peer is listened to that has answered and goes on talking. */
  private static final Duration TALKATIVE = Duration.ofSeconds(2);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // guarded by lock
  private long received;
  private boolean waiting;
  private boolean certain;
  private long silentSinceNanos = System.nanoTime();

  /** The receiver begins to wait for a message; what it does in between is not silence. */
  void waiting() {
    change(() -> waiting = true);
  }

  /** The receiver has a message. */
  void received() {
    change(
        () -> {
          waiting = false;
          received++;
        });
  }

  /** The peer has received everything. */
  void arrived() {
    change(() -> certain = true);
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      silentSinceNanos = System.nanoTime();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for that moment.
   *
   * @param sent how many messages the peer may answer; there will be no more
   */
  void await(long sent) throws InterruptedException {
    lock.lock();
    try {
      long answeredSinceNanos = System.nanoTime();
      silentSinceNanos = answeredSinceNanos;
      for (; ; ) {
        long now = System.nanoTime();
        boolean answered = received >= sent;
        if (!answered) {
          answeredSinceNanos = now;
        }
        long left = answeredSinceNanos + TALKATIVE.toNanos() - now;
        if (waiting) {
          left = Math.min(left, silentSinceNanos + silence(answered).toNanos() - now);
        }
        if (left <= 0) {
          return;
        }
        changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private Duration silence(boolean answered) {
    if (!certain) {
      return UNCERTAIN;
    }
    return answered ? ANSWERED : UNANSWERED;
  }
}
