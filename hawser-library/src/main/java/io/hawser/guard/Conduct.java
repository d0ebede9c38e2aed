package io.hawser.guard;

import io.github.bucket4j.Bucket;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What is remembered of one source. Safe from any thread. */
final class Conduct {
  private final Budgets budgets;
  private final Buckets buckets;
  private final ReentrantLock lock = new ReentrantLock();

  /** The last refusal; changed under the lock, read without, as handlers ask for figures. */
  private volatile @Nullable Refused last;

  // guarded by lock; the buckets are made for those that need one, as most sources are well-behaved
  private @Nullable Bucket handshakes;
  private @Nullable Bucket penalties;
  private int answered;
  private boolean trusted;
  private long openedNanos;

  /** The {@code number}th refusal, since the source was not refused for long. */
  private record Refused(int number, long untilNanos) {}

  Conduct(Budgets budgets, Buckets buckets) {
    this.budgets = budgets;
    this.buckets = buckets;
  }

  /** How long the source is still refused, in nanoseconds; 0 if it is not. */
  long refusedNanos(long nowNanos) {
    Refused refused = last;
    return refused == null ? 0 : Math.max(0, refused.untilNanos() - nowNanos);
  }

  /**
   * Whether the source is refused, and answers have been wasted on it: it was refused before and
   * began anew, or goes on as if it were not.
   */
  boolean isClosedAtOnce(long nowNanos) {
    lock.lock();
    try {
      Refused refused = last;
      return refused != null
          && refusedNanos(nowNanos) > 0
          && (refused.number() > 1 || answered >= mostAnswers());
    } finally {
      lock.unlock();
    }
  }

  /** A refusal of this source is answered. */
  void answered() {
    lock.lock();
    try {
      answered++;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a handshake from the budget; returns how long to wait for one, 0 if there was one. */
  long takeHandshake(Rate rate) {
    lock.lock();
    try {
      if (handshakes == null) {
        handshakes = buckets.smooth(rate);
      }
      var probe = handshakes.tryConsumeAndReturnRemaining(1);
      return probe.isConsumed() ? 0 : Math.max(1, probe.getNanosToWaitForRefill());
    } finally {
      lock.unlock();
    }
  }

  /** A penalty; with the last of the budget the source is refused for a while. */
  void penalise(Rate rate, long nowNanos) {
    lock.lock();
    try {
      if (refusedNanos(nowNanos) > 0) {
        // no longer refused for it, as it may have been under way; but an answer more was wasted on
        // it
        answered++;
        return;
      }
      if (penalties == null) {
        penalties = buckets.stepwise(rate);
      }
      if (penalties.tryConsumeAndReturnRemaining(1).getRemainingTokens() == 0) {
        penalties.reset();
        refuse(nowNanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /** A connection has opened. */
  void opened(long nowNanos) {
    lock.lock();
    try {
      trusted = true;
      openedNanos = nowNanos;
    } finally {
      lock.unlock();
    }
  }

  /** Whether a connection has opened within the hour. */
  boolean isTrusted(long nowNanos) {
    lock.lock();
    try {
      return trusted && nowNanos - openedNanos <= Budgets.TRUST.toNanos();
    } finally {
      lock.unlock();
    }
  }

  private void refuse(long nowNanos) {
    long longest = budgets.longestRefusal().toNanos();
    Refused before = last;
    int refusals =
        before == null || nowNanos - before.untilNanos() >= longest ? 0 : before.number();
    long first = budgets.firstRefusal().toNanos();
    // shifted no further than it stays positive
    int doublings = Math.min(refusals, Long.numberOfLeadingZeros(first) - 1);
    last = new Refused(refusals + 1, nowNanos + Math.min(first << doublings, longest));
    answered = 0;
  }

  private int mostAnswers() {
    Rate rate = budgets.penalties();
    return rate == null ? Budgets.UNLIMITED : rate.count();
  }
}
