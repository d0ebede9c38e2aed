package io.hawser.policy;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Supplies series of delays between attempts: one series from one stable connection to the next.
 */
@FunctionalInterface
public interface Backoff {
  /** Begins a series; what it draws at random, it draws from {@code random}. */
  Series begin(RandomGenerator random);

  /**
   * Begins a series behind a first delay from a window: where delays grow, they go on from there
   * (RFC 6455, 7.2.3). Default: like {@link #begin}.
   */
  default Series beginBehind(Duration window, RandomGenerator random) {
    return begin(random);
  }

  /** The delays of one series. For one thread at a time. */
  @FunctionalInterface
  interface Series {
    /**
     * Returns the next delay.
     *
     * @param floor what the server has asked for, or zero; the delay is at least that
     * @return empty if the series has come to its end: then nothing is tried any more
     */
    Optional<Duration> next(Duration floor);
  }

  /** Full jitter under a ceiling that grows from 1 s by 1.618 a step to 60 s. */
  static ExponentialBackoff exponential() {
    return ExponentialBackoff.DEFAULTS;
  }

  /**
   * These delays, one after the other, then no more; what a server asks for is added. Without
   * jitter, clients that were disconnected together come back together.
   *
   * @throws IllegalArgumentException if one is negative
   */
  static Backoff of(Duration... delays) {
    List<Duration> series = List.of(delays);
    series.forEach(Backoff::requireNotNegative);
    return of(series::iterator);
  }

  /**
   * Series of your own: each begins with a new iterator, and ends when that does; what a server
   * asks for is added.
   */
  static Backoff of(Supplier<? extends Iterator<Duration>> delays) {
    return random -> {
      Iterator<Duration> series = delays.get();
      return floor ->
          series.hasNext()
              ? Optional.of(floor.plus(requireNotNegative(series.next())))
              : Optional.empty();
    };
  }

  private static Duration requireNotNegative(Duration delay) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay: " + delay + "; must not be negative");
    }
    return delay;
  }
}
