package io.hawser.error;

import org.jspecify.annotations.Nullable;

/**
 * What the peer or the network did to a connection. A caller's own mistake is an {@link
 * IllegalArgumentException} or {@link IllegalStateException} instead.
 *
 * <p>Sealed: a {@code switch} over it is checked by the compiler. Messages carry no payload, no
 * credentials and no query string.
 */
public abstract sealed class WebSocketException extends RuntimeException
    permits HandshakeException,
        RetriesExhaustedException,
        CallInterruptedException,
        ConnectionClosedException,
        ProtocolException,
        MessageTooBigException {
  private static final long serialVersionUID = 1L;

  WebSocketException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
