package io.hawser.model;

import org.jspecify.annotations.Nullable;

/**
 * How a connection closed (RFC 6455, 7.1).
 *
 * @param sent what our Close frame said, or null if none was sent
 * @param received what the peer's Close frame said, or null if none came
 */
public record Closure(
    @Nullable CloseReason sent, @Nullable CloseReason received, Initiator initiator) {
  /** Who began to close. */
  public enum Initiator {
    /** This endpoint. */
    LOCAL,
    /** The peer. */
    PEER,
    /** Neither: the network or a deadline ended the connection without a Close frame. */
    NETWORK
  }

  /** The code of the peer's Close frame; 1005 if it had none, 1006 if no frame came (7.1.5). */
  public CloseCode code() {
    return received == null ? CloseCode.ABNORMAL_CLOSURE : received.code();
  }

  /** Whether a Close frame went each way, both with 1000, 1001 or no code. */
  public boolean isClean() {
    return sent != null && received != null && sent.isClean() && received.isClean();
  }

  @Override
  public String toString() {
    String by =
        switch (initiator) {
          case LOCAL -> "by this endpoint";
          case PEER -> "by the peer";
          case NETWORK -> "by the network";
        };
    return "closed " + by + ": sent " + text(sent) + ", received " + text(received);
  }

  private static String text(@Nullable CloseReason reason) {
    return reason == null ? "no Close frame" : reason.toString();
  }
}
