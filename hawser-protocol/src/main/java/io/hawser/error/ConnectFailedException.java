package io.hawser.error;

import org.jspecify.annotations.Nullable;

/**
 * The network or the peer ended the attempt: a name that does not resolve, a refused or reset
 * connection, the end of the stream inside the answer.
 */
public final class ConnectFailedException extends HandshakeException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what failed, and how far the attempt had come.
   *
   * @param what such as {@code connection refused: localhost:1}
   */
  public ConnectFailedException(Phase phase, String what, @Nullable Throwable cause) {
    super(phase, what, cause);
  }
}
