package io.hawser.error;

import io.hawser.model.CloseCode;
import io.hawser.model.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * The connection is closed, or closing (RFC 6455, 7).
 *
 * <p>Clean if a Close frame went each way, both with 1000, 1001 or no code.
 */
public final class ConnectionClosedException extends WebSocketException {
  private static final long serialVersionUID = 1L;

  /** Who began to close. */
  public enum Initiator {
    /** This endpoint. */
    LOCAL,
    /** The peer. */
    PEER,
    /** Neither: the network or a deadline ended the connection without a Close frame. */
    NETWORK
  }

  private final transient @Nullable CloseReason sent;
  private final transient @Nullable CloseReason received;
  private final Initiator initiator;

  /**
   * Says how the connection closed.
   *
   * @param sent what our Close frame said, or null if none was sent
   * @param received what the peer's Close frame said, or null if none came
   * @param cause what ended the connection, or null if the closing handshake did
   */
  public ConnectionClosedException(
      @Nullable CloseReason sent,
      @Nullable CloseReason received,
      Initiator initiator,
      @Nullable Throwable cause) {
    super(describe(sent, received, initiator), cause);
    this.sent = sent;
    this.received = received;
    this.initiator = initiator;
  }

  /** What our Close frame said, or null if none was sent. */
  public @Nullable CloseReason sent() {
    return sent;
  }

  /** What the peer's Close frame said, or null if none came. */
  public @Nullable CloseReason received() {
    return received;
  }

  /** Who began to close. */
  public Initiator initiator() {
    return initiator;
  }

  /**
   * The code of the peer's Close frame; 1005 if it had none, 1006 if no Close frame came (7.1.5).
   */
  public CloseCode code() {
    return received == null ? CloseCode.ABNORMAL_CLOSURE : received.code();
  }

  /** Whether a Close frame went each way, both with 1000, 1001 or no code. */
  public boolean isClean() {
    return sent != null && received != null && sent.isClean() && received.isClean();
  }

  private static String describe(
      @Nullable CloseReason sent, @Nullable CloseReason received, Initiator initiator) {
    String by =
        switch (initiator) {
          case LOCAL -> "by this endpoint";
          case PEER -> "by the peer";
          case NETWORK -> "by the network";
        };
    return "connection closed "
        + by
        + ": sent "
        + (sent == null ? "no Close frame" : sent)
        + ", received "
        + (received == null ? "no Close frame" : received);
  }
}
