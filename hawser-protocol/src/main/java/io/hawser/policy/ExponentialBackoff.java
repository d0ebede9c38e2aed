package io.hawser.policy;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Full jitter under a growing ceiling. The n-th delay, from 0 on, is
 *
 * <pre>{@code
 * ceiling = min(cap, base * factor^n)
 * delay   = floor + U(100 ms, max(ceiling, min(floor, 30 s)))
 * }</pre>
 *
 * where the floor is what the server has asked for, or zero. The cap is on the ceiling and not on
 * what is drawn, so clients go on to differ however long they have tried. Immutable.
 */
public final class ExponentialBackoff implements Backoff {
  static final ExponentialBackoff DEFAULTS =
      new ExponentialBackoff(Duration.ofSeconds(1), 1.618, Duration.ofSeconds(60));

  private static final long LEAST_NANOS = Duration.ofMillis(100).toNanos();
  private static final Duration WIDEST_OVER_FLOOR = Duration.ofSeconds(30);

  private final Duration base;
  private final double factor;
  private final Duration cap;

  private ExponentialBackoff(Duration base, double factor, Duration cap) {
    this.base = base;
    this.factor = factor;
    this.cap = cap;
  }

  /**
   * Returns the same with another first ceiling, 1 ms to a day. Default: 1 s. Ceilings of no more
   * than 100 ms draw from their upper half.
   */
  public ExponentialBackoff withBase(Duration base) {
    return new ExponentialBackoff(Spans.check("base", base, Spans.MILLI), factor, cap);
  }

  /**
   * Returns the same with another growth per step, 1 to 10. Default: 1.618.
   *
   * @throws IllegalArgumentException if it is not
   */
  public ExponentialBackoff withFactor(double factor) {
    if (!(factor >= 1 && factor <= 10)) {
      throw new IllegalArgumentException("factor: " + factor + "; must be 1 to 10");
    }
    return new ExponentialBackoff(base, factor, cap);
  }

  /** Returns the same with another bound of the ceiling, 1 ms to a day. Default: 60 s. */
  public ExponentialBackoff withCap(Duration cap) {
    return new ExponentialBackoff(base, factor, Spans.check("cap", cap, Spans.MILLI));
  }

  /** The first ceiling. */
  public Duration base() {
    return base;
  }

  /** The growth per step. */
  public double factor() {
    return factor;
  }

  /** The bound of the ceiling. */
  public Duration cap() {
    return cap;
  }

  /** The ceiling of the n-th delay, from 0 on. */
  public Duration ceiling(int n) {
    // beyond the range of double this is infinite, and the cap the lesser
    double nanos = Math.min((double) cap.toNanos(), (double) base.toNanos() * Math.pow(factor, n));
    return Duration.ofNanos((long) nanos);
  }

  @Override
  public Backoff.Series begin(RandomGenerator random) {
    return new Steps(0, random);
  }

  @Override
  public Backoff.Series beginBehind(Duration window, RandomGenerator random) {
    int n = 0;
    while (ceiling(n).compareTo(Spans.lesser(window, cap)) < 0) {
      n++;
    }
    return new Steps(n, random);
  }

  private final class Steps implements Backoff.Series {
    private final RandomGenerator random;
    private int n;

    private Steps(int n, RandomGenerator random) {
      this.n = n;
      this.random = random;
    }

    @Override
    public Optional<Duration> next(Duration floor) {
      long upper = Math.max(ceiling(n).toNanos(), Spans.lesser(floor, WIDEST_OVER_FLOOR).toNanos());
      n = Math.min(n + 1, Integer.MAX_VALUE - 1);
      long lower = upper > LEAST_NANOS ? LEAST_NANOS : upper / 2;
      return Optional.of(floor.plusNanos(random.nextLong(lower, upper)));
    }
  }
}
