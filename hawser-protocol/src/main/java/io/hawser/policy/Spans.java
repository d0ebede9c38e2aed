package io.hawser.policy;

import java.time.Duration;

/** Checks of time spans. */
final class Spans {
  static final Duration MILLI = Duration.ofMillis(1);
  private static final Duration DAY = Duration.ofDays(1);

  private Spans() {}

  static Duration check(String name, Duration value, Duration least) {
    if (value.compareTo(least) < 0 || value.compareTo(DAY) > 0) {
      throw new IllegalArgumentException(
          "%s: %s; must be %s to %s".formatted(name, value, least, DAY));
    }
    return value;
  }

  static Duration lesser(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  static Duration greater(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
