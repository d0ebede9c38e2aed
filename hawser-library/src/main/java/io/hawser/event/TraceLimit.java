package io.hawser.event;

import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets each distinct trace pass once a second. Two are the same if the exceptions and the places
 * they were thrown at are; their messages may hold what a peer sent and do not count. Bounded, and
 * not safe for several threads at once.
 */
final class TraceLimit {
  /** Traces that differ, a second; more are more than anybody reads. */
  static final int MOST_TRACES = 32;

  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  /** Deep recursion ends at another place every time. */
  private static final int FRAMES = 32;

  private static final int CAUSES = 8;

  /** When each was last passed, and how often it was held back since; oldest first. */
  private final Map<Integer, Passed> passed = new LinkedHashMap<>();

  private static final class Passed {
    final long atNanos;
    long heldBack;

    Passed(long atNanos) {
      this.atNanos = atNanos;
    }
  }

  /**
   * Returns how many times the trace was held back since it passed last; -1 if it is held back now.
   */
  long pass(@Nullable Throwable thrown, long nowNanos) {
    int print = print(thrown);
    Passed last = passed.get(print);
    if (last != null && nowNanos - last.atNanos < PAUSE_NANOS) {
      last.heldBack++;
      return -1;
    }
    passed.remove(print);
    if (passed.size() >= MOST_TRACES && !forgetOldest(nowNanos)) {
      return -1;
    }
    passed.put(print, new Passed(nowNanos));
    return last == null ? 0 : last.heldBack;
  }

  private boolean forgetOldest(long nowNanos) {
    Iterator<Passed> oldest = passed.values().iterator();
    if (nowNanos - oldest.next().atNanos < PAUSE_NANOS) {
      return false;
    }
    oldest.remove();
    return true;
  }

  private static int print(@Nullable Throwable thrown) {
    int print = 0;
    Throwable cause = thrown;
    for (int i = 0; i < CAUSES && cause != null; i++) {
      StackTraceElement[] trace = cause.getStackTrace();
      print = 31 * print + cause.getClass().getName().hashCode();
      print = 31 * print + Arrays.hashCode(Arrays.copyOf(trace, Math.min(trace.length, FRAMES)));
      cause = cause.getCause();
    }
    return print;
  }
}
