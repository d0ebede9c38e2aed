package io.hawser.policy;

import io.hawser.error.WebSocketException;
import java.time.Duration;

/** What a {@link RetrySeries} has come to. */
public sealed interface Decision {
  /** The verdict that led to it. */
  Verdict verdict();

  /**
   * Wait, then try again.
   *
   * @param delay how long
   * @param floor the part of it that the server has asked for: not to be cut short
   */
  record Wait(Verdict verdict, Duration delay, Duration floor) implements Decision {
    /** Whether credentials are to be refreshed before. */
    public boolean refreshes() {
      return verdict instanceof Verdict.RefreshThenRetry;
    }
  }

  /**
   * Try no more.
   *
   * @param exception what the caller gets to see
   * @param credentialsRefused whether it is about credentials, which were refused for good
   */
  record GiveUp(Verdict verdict, WebSocketException exception, boolean credentialsRefused)
      implements Decision {}
}
