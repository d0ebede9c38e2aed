package io.hawser.observe;

import io.hawser.handshake.FailureKind;
import java.time.Duration;

/**
 * Why a {@link HandshakeGuard} does not let a connection go on.
 *
 * @param kind {@link FailureKind#RATE_LIMITED}, answered with 429, or {@link
 *     FailureKind#OVERLOADED}, answered with 503
 * @param retryAfter when to come again, told to the peer in whole seconds, rounded up
 * @param detail for logs, on one line; nothing of it reaches the peer
 */
public record Denial(FailureKind kind, Duration retryAfter, String detail) {
  /**
   * Checks what it is made of.
   *
   * @throws IllegalArgumentException if {@code kind} is another, or {@code retryAfter} is negative
   */
  public Denial {
    if (kind != FailureKind.RATE_LIMITED && kind != FailureKind.OVERLOADED) {
      throw new IllegalArgumentException("kind: " + kind + "; must be RATE_LIMITED or OVERLOADED");
    }
    if (retryAfter.isNegative()) {
      throw new IllegalArgumentException("retryAfter: " + retryAfter + "; must not be negative");
    }
  }

  /** Returns a denial for what the source did before. */
  public static Denial rateLimited(Duration retryAfter, String detail) {
    return new Denial(FailureKind.RATE_LIMITED, retryAfter, detail);
  }

  /** Returns a denial for what others do at the moment, or the source does at the same time. */
  public static Denial overloaded(Duration retryAfter, String detail) {
    return new Denial(FailureKind.OVERLOADED, retryAfter, detail);
  }

  /** When to come again, in whole seconds, rounded up (RFC 9110, 10.2.3). */
  public long retryAfterSeconds() {
    return retryAfter.plusNanos(999_999_999).toSeconds();
  }
}
