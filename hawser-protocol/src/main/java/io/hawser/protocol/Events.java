package io.hawser.protocol;

import io.hawser.error.WebSocketException;
import io.hawser.model.CloseReason;
import io.hawser.model.Message;

/** What an {@link Endpoint} makes of the bytes it receives; called in the order of the bytes. */
public interface Events {
  /** A whole message came; it belongs to the callee. */
  void message(Message message);

  /** A Ping came; unless this endpoint is closing, {@link Endpoint#takePong} has its answer. */
  void ping(byte[] payload);

  /** A Pong came. */
  void pong(byte[] payload);

  /** The peer's first Close frame came. */
  void closeReceived(CloseReason received);

  /** The peer broke a rule or a limit, and the connection is failed (RFC 6455, 7.1.7). */
  void failed(WebSocketException cause);

  /** A Close frame must be sent: the last frame of this endpoint. */
  void writeClose(CloseReason reason);

  /** The TCP stream must be ended once everything is written. */
  void endStream();
}
