package io.hawser.testkit;

import io.hawser.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A clock that stands still until a test turns it. Safe from any thread. */
public final class ManualClock implements TimeSource {
  private static final Instant START = Instant.parse("2000-01-01T00:00:00Z");

  private final ReentrantLock lock = new ReentrantLock();

  // guarded by lock
  private final List<Due> alarms = new ArrayList<>();
  private long sequence;

  /** Changed under the lock, read without: event loops look at it. */
  private volatile long nowNanos;

  /** Makes a clock that shows 0. */
  public ManualClock() {}

  /** Something to do at a time; of several at once, the one set first. */
  private record Due(long atNanos, long sequence, Runnable task) {}

  /** Nanoseconds since this clock was made, as far as it was turned. */
  @Override
  public long nanos() {
    return nowNanos;
  }

  /** As far after the beginning of 2000 as this clock was turned. */
  @Override
  public Instant instant() {
    return START.plusNanos(nanos());
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
    for (Due next = due(target); next != null; next = due(target)) {
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

  /** Calls {@code alarm} on the thread that turns this clock so far. */
  @Override
  public Alarm after(Duration delay, Runnable alarm) {
    lock.lock();
    try {
      return add(nowNanos + delay.toNanos(), alarm);
    } finally {
      lock.unlock();
    }
  }

  /** Calls {@code alarm} on the thread that turns this clock so far; at once if it is so far. */
  @Override
  public Alarm at(long nanos, Runnable alarm) {
    lock.lock();
    try {
      if (nanos > nowNanos) {
        return add(nanos, alarm);
      }
    } finally {
      lock.unlock();
    }
    alarm.run();
    return () -> {};
  }

  private Alarm add(long nanos, Runnable alarm) {
    var due = new Due(nanos, sequence++, alarm);
    alarms.add(due);
    return () -> cancel(due);
  }

  private void cancel(Due due) {
    lock.lock();
    try {
      alarms.remove(due);
    } finally {
      lock.unlock();
    }
  }

  /** Takes the next alarm up to the target and sets the time to it; or to the target, for null. */
  private @Nullable Due due(long targetNanos) {
    lock.lock();
    try {
      Due next =
          alarms.stream()
              .filter(due -> due.atNanos() <= targetNanos)
              .min(Comparator.comparingLong(Due::atNanos).thenComparingLong(Due::sequence))
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
