package io.hawser.observe;

import io.hawser.WebSocket;
import io.hawser.model.Closure;

/**
 * Watches the connections of a server. Called on event loops: must not block. What it throws is
 * logged and otherwise ignored.
 */
public interface ServerObserver {
  /** A connection has opened; its handler is about to start. */
  default void opened(WebSocket ws) {}

  /** A connection that had opened has closed; called once for each. */
  default void closed(WebSocket ws, Closure closure) {}

  /** A connection did not become a WebSocket. */
  default void handshakeFailed(HandshakeFailure failure) {}
}
