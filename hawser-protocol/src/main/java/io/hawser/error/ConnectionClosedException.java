package io.hawser.error;

import io.hawser.model.CloseCode;
import io.hawser.model.CloseReason;
import io.hawser.model.Closure;
import org.jspecify.annotations.Nullable;

/** The connection is closed, or closing (RFC 6455, 7); {@link #closure()} says how. */
public final class ConnectionClosedException extends WebSocketException {
  private static final long serialVersionUID = 1L;

  private final transient Closure closure;

  /**
   * Says how the connection closed.
   *
   * @param cause what ended the connection, or null if the closing handshake did
   */
  public ConnectionClosedException(Closure closure, @Nullable Throwable cause) {
    super("connection " + closure, cause);
    this.closure = closure;
  }

  /** How the connection closed. */
  public Closure closure() {
    return closure;
  }

  /** What our Close frame said, or null if none was sent. */
  public @Nullable CloseReason sent() {
    return closure.sent();
  }

  /** What the peer's Close frame said, or null if none came. */
  public @Nullable CloseReason received() {
    return closure.received();
  }

  /** Who began to close. */
  public Closure.Initiator initiator() {
    return closure.initiator();
  }

  /** The code of the peer's Close frame; 1005 if it had none, 1006 if no frame came (7.1.5). */
  public CloseCode code() {
    return closure.code();
  }

  /** Whether a Close frame went each way, both with 1000, 1001 or no code. */
  public boolean isClean() {
    return closure.isClean();
  }
}
