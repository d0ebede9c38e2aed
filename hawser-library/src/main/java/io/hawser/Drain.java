package io.hawser;

import io.hawser.model.CloseCode;
import java.time.Duration;

/**
 * How a server is stopped in order: its connections are closed one after another over a window of
 * time, so that their clients do not all come back at once, and whoever knocks meanwhile is told
 * when to try again. Immutable.
 */
public final class Drain {
  /** A little over the longest closing timeout. */
  private static final Duration LONGEST = Duration.ofHours(25);

  private final CloseCode code;
  private final Duration window;
  private final Duration grace;
  private final Duration retryAfter;

  private Drain(CloseCode code, Duration window, Duration grace, Duration retryAfter) {
    this.code = code;
    this.window = window;
    this.grace = grace;
    this.retryAfter = retryAfter;
  }

  /** Returns a drain that closes connections with 1001: the server goes away. */
  public static Drain goingAway() {
    return of(CloseCode.GOING_AWAY);
  }

  /** Returns a drain that closes connections with 1012: the server is about to be back. */
  public static Drain serviceRestart() {
    return of(CloseCode.SERVICE_RESTART);
  }

  private static Drain of(CloseCode code) {
    return new Drain(code, Duration.ZERO, Duration.ofSeconds(10), Duration.ofSeconds(5));
  }

  /** What connections are closed with: 1001 or 1012. */
  public CloseCode code() {
    return code;
  }

  /** The time over which the closing of connections is spread. Default: none, all at once. */
  public Duration window() {
    return window;
  }

  /** How long after the window peers have to close; then they are cut off. Default: 10 s. */
  public Duration grace() {
    return grace;
  }

  /** When those that are refused meanwhile may try again (RFC 9110, 10.2.3). Default: 5 s. */
  public Duration retryAfter() {
    return retryAfter;
  }

  /**
   * Returns this drain with another window.
   *
   * @throws IllegalArgumentException unless it is from 0 to 25 hours
   */
  public Drain withWindow(Duration time) {
    return new Drain(code, checked("window", Duration.ZERO, time), grace, retryAfter);
  }

  /**
   * Returns this drain with another grace.
   *
   * @throws IllegalArgumentException unless it is from 1 ms to 25 hours
   */
  public Drain withGrace(Duration time) {
    return new Drain(code, window, checked("grace", Duration.ofMillis(1), time), retryAfter);
  }

  /**
   * Returns this drain with another time to try again; it is told in seconds, rounded up.
   *
   * @throws IllegalArgumentException unless it is from 1 s to 25 hours
   */
  public Drain withRetryAfter(Duration time) {
    return new Drain(code, window, grace, checked("retryAfter", Duration.ofSeconds(1), time));
  }

  private static Duration checked(String name, Duration shortest, Duration time) {
    if (time.compareTo(shortest) < 0 || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "%s: %s; must be from %s to %s".formatted(name, time, shortest, LONGEST));
    }
    return time;
  }
}
