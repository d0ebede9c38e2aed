package io.hawser.policy;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How fast attempts follow each other, and when they have been enough. Immutable. */
public final class Pace {
  private static final Pace DEFAULTS =
      new Pace(
          Backoff.exponential(),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofMinutes(10),
          Integer.MAX_VALUE,
          null);

  private final Backoff backoff;
  private final Duration firstDelay;
  private final Duration stableAfter;
  private final Duration maxRetryAfter;
  private final int maxAttempts;
  private final @Nullable Duration maxElapsed;

  private Pace(
      Backoff backoff,
      Duration firstDelay,
      Duration stableAfter,
      Duration maxRetryAfter,
      int maxAttempts,
      @Nullable Duration maxElapsed) {
    this.backoff = backoff;
    this.firstDelay = firstDelay;
    this.stableAfter = stableAfter;
    this.maxRetryAfter = maxRetryAfter;
    this.maxAttempts = maxAttempts;
    this.maxElapsed = maxElapsed;
  }

  /** Returns the defaults that the options name. */
  public static Pace defaults() {
    return DEFAULTS;
  }

  /**
   * Returns the same with other delays between attempts. Default: {@link Backoff#exponential()}.
   */
  public Pace withBackoff(Backoff backoff) {
    return new Pace(backoff, firstDelay, stableAfter, maxRetryAfter, maxAttempts, maxElapsed);
  }

  /**
   * Returns the same with another window, zero to a day, in which the first delay after a stable
   * connection falls (RFC 6455, 7.2.3); a server may ask for another. Default: 5 s.
   */
  public Pace withFirstDelay(Duration window) {
    Spans.check("firstDelay", window, Duration.ZERO);
    return new Pace(backoff, window, stableAfter, maxRetryAfter, maxAttempts, maxElapsed);
  }

  /**
   * Returns the same with another time, zero to a day, that a connection has to be open to be
   * stable; if the last delay was longer, as long as that. Default: 10 s.
   */
  public Pace withStableAfter(Duration time) {
    Spans.check("stableAfter", time, Duration.ZERO);
    return new Pace(backoff, firstDelay, time, maxRetryAfter, maxAttempts, maxElapsed);
  }

  /**
   * Returns the same with another bound, zero to a day, of how long a server may make us wait.
   * Default: 10 minutes.
   */
  public Pace withMaxRetryAfter(Duration most) {
    Spans.check("maxRetryAfter", most, Duration.ZERO);
    return new Pace(backoff, firstDelay, stableAfter, most, maxAttempts, maxElapsed);
  }

  /**
   * Returns the same with a bound of the attempts from one stable connection to the next, the first
   * one included. Default: none.
   *
   * @throws IllegalArgumentException unless positive
   */
  public Pace withMaxAttempts(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("maxAttempts: " + most + "; must be positive");
    }
    return new Pace(backoff, firstDelay, stableAfter, maxRetryAfter, most, maxElapsed);
  }

  /**
   * Returns the same with a time, 1 ms or more, after which no attempt begins; it counts from the
   * first attempt, or from the end of a stable connection. Default: none.
   *
   * @throws IllegalArgumentException if it is shorter
   */
  public Pace withMaxElapsed(Duration most) {
    if (most.compareTo(Spans.MILLI) < 0) {
      throw new IllegalArgumentException("maxElapsed: " + most + "; must be 1 ms or more");
    }
    return new Pace(backoff, firstDelay, stableAfter, maxRetryAfter, maxAttempts, most);
  }

  /** The delays between attempts. */
  public Backoff backoff() {
    return backoff;
  }

  /** The window of the first delay after a stable connection. */
  public Duration firstDelay() {
    return firstDelay;
  }

  /** How long a connection has to be open to be stable. */
  public Duration stableAfter() {
    return stableAfter;
  }

  /** How long a server may make us wait. */
  public Duration maxRetryAfter() {
    return maxRetryAfter;
  }

  /** The most attempts; {@link Integer#MAX_VALUE} for no bound. */
  public int maxAttempts() {
    return maxAttempts;
  }

  /** The time after which no attempt begins, if there is one. */
  public Optional<Duration> maxElapsed() {
    return Optional.ofNullable(maxElapsed);
  }
}
