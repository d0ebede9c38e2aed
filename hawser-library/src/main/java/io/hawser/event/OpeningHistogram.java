package io.hawser.event;

import io.hawser.observe.OpeningTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts how long handshakes took, in four buckets to each doubling, from a quarter of a
 * millisecond to 65 s: each ends at most a quarter later than it begins. Safe from any thread.
 */
final class OpeningHistogram {
  private static final long FIRST_NANOS = Duration.ofNanos(250_000).toNanos();
  private static final int DOUBLINGS = 18;
  private static final int STEPS = 4;

  private final long[] upToNanos = new long[1 + DOUBLINGS * STEPS];
  private final LongAdder[] counts = new LongAdder[upToNanos.length];

  OpeningHistogram() {
    upToNanos[0] = FIRST_NANOS;
    for (int i = 0; i < DOUBLINGS * STEPS; i++) {
      long base = FIRST_NANOS << (i / STEPS);
      upToNanos[i + 1] = base + base * (i % STEPS + 1) / STEPS;
    }
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  void add(Duration took) {
    long nanos = took.toNanos();
    int low = 0;
    int high = upToNanos.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (nanos <= upToNanos[middle]) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    counts[low].increment();
  }

  OpeningTimes times() {
    var buckets = new ArrayList<OpeningTimes.Bucket>(counts.length);
    for (int i = 0; i < counts.length; i++) {
      buckets.add(new OpeningTimes.Bucket(Duration.ofNanos(upToNanos[i]), counts[i].sum()));
    }
    return new OpeningTimes(buckets);
  }
}
