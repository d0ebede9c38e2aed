package io.hawser.event;

import io.hawser.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts what happened in the last 60 seconds, by the second. Safe from any thread. */
final class LastMinute {
  private static final int SECONDS = 60;

  /** A power of two that holds the minute and the second under way. */
  private static final int SLOTS = 64;

  private static final long NANOS = Duration.ofSeconds(1).toNanos();

  private final TimeSource time;
  private final long originNanos;

  /** Of each second: which it is, and how often it happened in it, 32 bits each. */
  private final AtomicLongArray slots = new AtomicLongArray(SLOTS);

  LastMinute(TimeSource time) {
    this.time = time;
    this.originNanos = time.nanos();
  }

  /** Counts one. */
  void add() {
    long second = second();
    slots.accumulateAndGet(
        (int) (second % SLOTS),
        second << 32,
        (counted, began) -> counted >>> 32 == began >>> 32 ? counted + 1 : began + 1);
  }

  /** Returns how many were counted in the second under way and the 59 before it. */
  long count() {
    long second = second();
    long sum = 0;
    for (int i = 0; i < SLOTS; i++) {
      long counted = slots.get(i);
      if (second - (counted >>> 32) < SECONDS) {
        sum += (int) counted;
      }
    }
    return sum;
  }

  private long second() {
    // the slots are empty in second 0
    return 1 + (time.nanos() - originNanos) / NANOS;
  }
}
