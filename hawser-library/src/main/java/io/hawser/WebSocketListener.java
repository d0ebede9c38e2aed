package io.hawser;

import io.hawser.error.ConnectionClosedException;
import io.hawser.model.Closure;
import io.hawser.model.Fragment;
import io.hawser.model.Message;
import io.hawser.queue.LogLines;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Is called with what happens on a connection, for code that would rather not wait in {@link
 * WebSocket#receive}.
 *
 * <p>The calls for one connection come one after the other, in order, on a virtual thread of the
 * connection's own; with the builders' {@code onLoop()} on its event loop, where they must not
 * block, for other connections wait meanwhile; nor log, if hooks run there as well, see {@link
 * Carrier#LOOP}. {@link #onOpen} is the first and {@link #onClose} the last, once each. One
 * listener may serve any number of connections.
 *
 * <p>What a call throws, unless it is the connection's own {@link ConnectionClosedException}, goes
 * to {@link #onError}.
 */
public interface WebSocketListener {
  /** The connection is open. */
  default void onOpen(WebSocket ws) throws Exception {}

  /** A message came whole. */
  default void onMessage(WebSocket ws, Message message) throws Exception {}

  /**
   * A piece of a message came, on a connection whose builder was told {@code streamMessages()};
   * there {@link #onMessage} is never called.
   */
  default void onFragment(WebSocket ws, Fragment fragment) throws Exception {}

  /**
   * A Ping came (RFC 6455, 5.5.2); it is answered already, or will be.
   *
   * @param payload at most 125 bytes, the callee's to keep
   */
  default void onPing(WebSocket ws, byte[] payload) throws Exception {}

  /**
   * A Pong came (RFC 6455, 5.5.3), asked for or not.
   *
   * @param payload at most 125 bytes, the callee's to keep
   */
  default void onPong(WebSocket ws, byte[] payload) throws Exception {}

  /**
   * The connection has closed, and its socket with it.
   *
   * @param closure both Close frames, and who began
   * @param cause what made it close, if the closing handshake did not
   */
  default void onClose(WebSocket ws, Closure closure, @Nullable Throwable cause) throws Exception {}

  /**
   * Another call threw. Default: it is logged, and the connection is closed with 1011.
   *
   * @param thrown any {@link Throwable}
   */
  default void onError(WebSocket ws, Throwable thrown) {
    String id = ws.id();
    LogLines.write(
        () -> {
          Logger log = LoggerFactory.getLogger("io.hawser.listener");
          try {
            log.error("listener of {} failed; closing with 1011", id, thrown);
          } catch (Throwable unprintable) {
            log.error("listener of {} failed: {}", id, thrown.getClass().getName());
          }
        });
    ws.startClosing(1011, "");
  }

  /**
   * How many messages, or fragments, to call with before the first {@link WebSocket#request}.
   * Default: as many as come.
   */
  default long initialDemand() {
    return Long.MAX_VALUE;
  }
}
