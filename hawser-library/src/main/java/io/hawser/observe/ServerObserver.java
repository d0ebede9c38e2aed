package io.hawser.observe;

/** Watches the connections of a server; called as {@link ConnectionObserver} says. */
public interface ServerObserver extends ConnectionObserver {
  /** A connection did not become a WebSocket. */
  default void handshakeFailed(HandshakeFailure failure) {}
}
