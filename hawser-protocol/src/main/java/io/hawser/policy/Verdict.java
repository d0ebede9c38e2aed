package io.hawser.policy;

import io.hawser.error.WebSocketException;
import java.time.Duration;

/** What is to be done after an attempt has failed, or a connection has ended. */
public sealed interface Verdict {
  /**
   * Try again, when the backoff says so.
   *
   * @param floor not sooner than this; zero where the server has asked for nothing
   * @param keepsBackoff whether delays go on from where they were, even after a stable connection
   */
  record Retry(Duration floor, boolean keepsBackoff) implements Verdict {
    public Retry {
      if (floor.isNegative()) {
        throw new IllegalArgumentException("floor: " + floor + "; must not be negative");
      }
    }

    /**
     * Returns the same, with delays that go on from where they were: for what will likely happen
     * again.
     */
    public Retry keepingBackoff() {
      return new Retry(floor, true);
    }
  }

  /**
   * Try again as {@link Retry} does, with other credentials. Where nothing supplies any, this is a
   * failure.
   */
  record RefreshThenRetry() implements Verdict {}

  /**
   * Try no more.
   *
   * @param exception what the caller gets to see
   */
  record Fail(WebSocketException exception) implements Verdict {}

  /** Try again, when the backoff says so. */
  static Retry retry() {
    return new Retry(Duration.ZERO, false);
  }

  /**
   * Try again, not sooner than {@code floor}; the backoff adds to it, lest all come back at once.
   *
   * @throws IllegalArgumentException if it is negative
   */
  static Retry retryAfter(Duration floor) {
    return new Retry(floor, false);
  }

  /** Try again with other credentials; fail where nothing supplies any. */
  static Verdict refreshThenRetry() {
    return new RefreshThenRetry();
  }

  /** Try no more: the caller gets this exception. */
  static Verdict fail(WebSocketException exception) {
    return new Fail(exception);
  }
}
