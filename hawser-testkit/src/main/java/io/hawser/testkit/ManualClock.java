package io.hawser.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A clock that stands still until a test turns it. Safe from any thread. */
public final class ManualClock {
  private final ReentrantLock lock = new ReentrantLock();

  // guarded by lock
  private final List<Alarm> alarms = new ArrayList<>();
  private long nowNanos;
  private long sequence;

  /** Makes a clock that shows 0. */
  public ManualClock() {}

  /** Something to do at a time; of several at once, the one set first. */
  record Alarm(long atNanos, long sequence, Runnable task) {}

  /** Nanoseconds since this clock was made, as far as it was turned. */
  public long nanos() {
    lock.lock();
    try {
      return nowNanos;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Turns the clock, and does on this thread what is due on the way, in order of time.
   *
   * @throws IllegalArgumentException if {@code duration} is negative
   */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("advance: " + duration + "; must not be negative");
    }
    long target = nanos() + duration.toNanos();
    for (Alarm next = due(target); next != null; next = due(target)) {
      next.task().run();
    }
  }

  /** How many tasks wait for their time. */
  public int pending() {
    lock.lock();
    try {
      return alarms.size();
    } finally {
      lock.unlock();
    }
  }

  Alarm set(Duration delay, Runnable task) {
    lock.lock();
    try {
      var alarm = new Alarm(nowNanos + delay.toNanos(), sequence++, task);
      alarms.add(alarm);
      return alarm;
    } finally {
      lock.unlock();
    }
  }

  void cancel(Alarm alarm) {
    lock.lock();
    try {
      alarms.remove(alarm);
    } finally {
      lock.unlock();
    }
  }

  /** Takes the next alarm up to the target and sets the time to it; or to the target, for null. */
  private @Nullable Alarm due(long targetNanos) {
    lock.lock();
    try {
      Alarm next =
          alarms.stream()
              .filter(alarm -> alarm.atNanos() <= targetNanos)
              .min(Comparator.comparingLong(Alarm::atNanos).thenComparingLong(Alarm::sequence))
              .orElse(null);
      if (next == null) {
        nowNanos = Math.max(nowNanos, targetNanos);
      } else {
        alarms.remove(next);
        nowNanos = Math.max(nowNanos, next.atNanos());
      }
      return next;
    } finally {
      lock.unlock();
    }
  }
}
