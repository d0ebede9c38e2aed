package io.hawser.error;

import java.time.Duration;

/** The opening deadline passed: one deadline over resolving, connecting, TLS and HTTP. */
public final class HandshakeTimeoutException extends HandshakeException {
  private static final long serialVersionUID = 1L;

  private final Duration timeout;

  /** Says how far the attempt had come after {@code timeout}. */
  public HandshakeTimeoutException(Phase phase, Duration timeout) {
    super(
        phase,
        "not open in time: in phase %s after %d ms".formatted(phase, timeout.toMillis()),
        null);
    this.timeout = timeout;
  }

  /** The opening deadline, from the start of the attempt. */
  public Duration timeout() {
    return timeout;
  }
}
