package io.hawser.server;

import io.hawser.model.Request;
import io.hawser.model.Response;
import org.jspecify.annotations.Nullable;

/**
 * An application's say in every request, before it is judged as an opening handshake: to answer it
 * at once, or to find out who the peer is.
 *
 * <p>Runs on the connection's virtual thread, may block, and is interrupted when the opening
 * deadline passes ({@link io.hawser.Timeouts#opening}); the peer is answered with 503 then. What it
 * throws is logged and answered with 500.
 */
@FunctionalInterface
public interface RequestProcessor {
  /**
   * Looks at a request whose head is in order; it need not ask for a WebSocket.
   *
   * @param peer who asks; to be {@linkplain Peer#identifyAs identified} here
   * @return null to go on; otherwise the answer, which must not be a 101. A 401 or 403 counts as a
   *     failed handshake, any other answer does not
   */
  @Nullable Response process(Request request, Peer peer) throws Exception;

  /** Returns a processor that asks {@code next} if this one has no answer. */
  default RequestProcessor then(RequestProcessor next) {
    return (request, peer) -> {
      Response response = process(request, peer);
      return response == null ? next.process(request, peer) : response;
    };
  }
}
