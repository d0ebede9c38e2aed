package io.hawser.error;

import org.jspecify.annotations.Nullable;

/** The connection never opened (RFC 6455, 4). */
public abstract sealed class HandshakeException extends WebSocketException
    permits InvalidUriException,
        SupplierFailedException,
        ConnectFailedException,
        UntrustedServerException,
        HandshakeTimeoutException,
        InvalidMessageException,
        InvalidStatusException,
        InvalidUpgradeException,
        InvalidHeaderException,
        NegotiationException,
        RedirectException,
        ProxyException {
  private static final long serialVersionUID = 1L;

  private final Phase phase;

  HandshakeException(Phase phase, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.phase = phase;
  }

  /** How far the attempt had come. */
  public Phase phase() {
    return phase;
  }
}
