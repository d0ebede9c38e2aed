package io.hawser.protocol;

import io.hawser.error.WebSocketException;
import io.hawser.model.CloseReason;
import io.hawser.model.Fragment;
import io.hawser.model.Message;

/** What an {@link Endpoint} makes of the bytes it receives; called in the order of the bytes. */
public interface Events {
  /**
   * A whole message came, to an endpoint that assembles them; it belongs to the callee.
   *
   * @return whether to go on. If not, {@link Endpoint#receive} returns with what follows unread
   */
  boolean message(Message message);

  /**
   * A piece of a message came, to an endpoint that {@linkplain Endpoint#ofFragments does not
   * assemble messages}; it belongs to the callee.
   *
   * @return whether to go on. If not, {@link Endpoint#receive} returns with what follows unread;
   *     what the bytes already read have become, up to about a MiB, still comes
   */
  default boolean fragment(Fragment fragment) {
    throw new IllegalStateException("fragment from an endpoint that assembles messages");
  }

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
