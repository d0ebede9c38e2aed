package io.hawser.guard;

import java.time.Duration;

/** So many in so much time. */
record Rate(int count, Duration per) {
  Rate {
    if (count < 1) {
      throw new IllegalArgumentException("count: " + count + "; must be positive");
    }
    if (!per.isPositive() || per.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("per: " + per + "; must be positive, up to a day");
    }
  }
}
