package io.hawser.server;

import io.hawser.WebSocket;

/** What a server does with a connection; runs on a virtual thread of the connection's own. */
@FunctionalInterface
public interface WebSocketHandler {
  /**
   * Serves one connection. When it returns, the connection is closed with 1000; when it throws,
   * with 1011, and the exception is logged, unless it is the connection's own {@link
   * io.hawser.error.ConnectionClosedException}. Nothing it throws reaches anything else.
   */
  void handle(WebSocket ws) throws Exception;
}
