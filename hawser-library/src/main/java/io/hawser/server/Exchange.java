package io.hawser.server;

import io.hawser.model.Request;
import io.hawser.model.Response;
import io.hawser.observe.HandshakeFailure;
import org.jspecify.annotations.Nullable;

/**
 * A request and the answer it is about to get.
 *
 * @param request as far as it was read; null if not even its first line was
 * @param response the answer, before {@code Date}, {@code Server} and the like are added
 * @param failure why the handshake fails; null if it does not, be it that a connection opens or
 *     that the answer is a {@link RequestProcessor}'s own
 */
public record Exchange(
    @Nullable Request request, Response response, Peer peer, @Nullable HandshakeFailure failure) {
  /** Returns this exchange with another answer. */
  public Exchange withResponse(Response other) {
    return new Exchange(request, other, peer, failure);
  }
}
