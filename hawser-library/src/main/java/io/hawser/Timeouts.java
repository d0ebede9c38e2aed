package io.hawser;

import java.time.Duration;

/** The deadlines of a connection. Immutable; each is finite. */
public final class Timeouts {
  private static final Timeouts DEFAULTS =
      new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(20));
  private static final Duration LONGEST = Duration.ofDays(1);

  private final Duration opening;
  private final Duration closing;
  private final Duration pong;

  private Timeouts(Duration opening, Duration closing, Duration pong) {
    this.opening = opening;
    this.closing = closing;
    this.pong = pong;
  }

  /** Returns the defaults: 10 s to open, 10 s to close, 20 s for a Pong. */
  public static Timeouts defaults() {
    return DEFAULTS;
  }

  /**
   * The opening handshake, as one deadline over all of it: for a client from resolving the name,
   * for a server from accepting the socket, TLS included. Default: 10 s.
   */
  public Duration opening() {
    return opening;
  }

  /** The closing handshake, until the socket is closed. Default: 10 s. */
  public Duration closing() {
    return closing;
  }

  /** How long a Ping waits for its Pong. Default: 20 s. */
  public Duration pong() {
    return pong;
  }

  /**
   * Returns these timeouts with another one for the opening handshake.
   *
   * @throws IllegalArgumentException unless it is from 1 ms to one day
   */
  public Timeouts withOpening(Duration timeout) {
    return new Timeouts(checked("opening", timeout), closing, pong);
  }

  /**
   * Returns these timeouts with another one for the closing handshake.
   *
   * @throws IllegalArgumentException unless it is from 1 ms to one day
   */
  public Timeouts withClosing(Duration timeout) {
    return new Timeouts(opening, checked("closing", timeout), pong);
  }

  /**
   * Returns these timeouts with another one for Pongs.
   *
   * @throws IllegalArgumentException unless it is from 1 ms to one day
   */
  public Timeouts withPong(Duration timeout) {
    return new Timeouts(opening, closing, checked("pong", timeout));
  }

  private static Duration checked(String name, Duration timeout) {
    if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          name + " timeout: " + timeout + "; must be from 1 ms to 1 day");
    }
    return timeout;
  }
}
