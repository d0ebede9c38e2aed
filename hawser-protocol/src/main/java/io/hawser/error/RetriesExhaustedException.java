package io.hawser.error;

import java.time.Duration;
import java.util.List;

/** The policy's attempts or its time are used up; the cause is the last attempt's failure. */
public final class RetriesExhaustedException extends WebSocketException {
  private static final long serialVersionUID = 1L;

  private static final int MAX_SUPPRESSED = 8;

  private final int attempts;
  private final Duration elapsed;

  /**
   * Says how much was tried.
   *
   * @param causes the failures so far, oldest first, not empty; the last eight before the cause
   *     itself are suppressed ones
   */
  public RetriesExhaustedException(
      int attempts, Duration elapsed, List<? extends WebSocketException> causes) {
    super(
        "gave up: %d attempts in %d ms".formatted(attempts, elapsed.toMillis()),
        causes.get(causes.size() - 1));
    this.attempts = attempts;
    this.elapsed = elapsed;
    int last = causes.size() - 1;
    causes.subList(Math.max(0, last - MAX_SUPPRESSED), last).forEach(this::addSuppressed);
  }

  /** How many attempts were made. */
  public int attempts() {
    return attempts;
  }

  /** How long they took, waits included. */
  public Duration elapsed() {
    return elapsed;
  }
}
