package io.hawser.client;

import io.hawser.TimeSource;
import io.hawser.client.RequestSources.Supplied;
import io.hawser.connection.Connection;
import io.hawser.error.InvalidStatusException;
import io.hawser.handshake.WebSocketUri;
import io.hawser.model.Headers;
import io.hawser.netty.DialOptions;
import io.hawser.netty.DialSettings;
import io.hawser.netty.Dialer;
import io.hawser.policy.Redirects;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * What each attempt is made of.
 *
 * @param client the short name of who makes them
 * @param endpoints not empty; asked anew for each attempt
 */
record AttemptPlan(
    String client,
    List<Callable<String>> endpoints,
    RequestSources sources,
    DialOptions options,
    Redirects redirects) {
  /** The time that everything goes by. */
  TimeSource time() {
    return options.connections().time();
  }

  /** Makes one attempt, to the first endpoint. */
  Connection once() {
    return open(endpoint(0), connection -> {});
  }

  /** Returns where the attempt goes to that has this number among all, from 0. */
  WebSocketUri endpoint(int turn) {
    var supplier = endpoints.get(Math.floorMod(turn, endpoints.size()));
    return WebSocketUri.parse(RequestSources.supplied("URI", supplier));
  }

  /**
   * Opens a connection, following redirects, within one deadline. Suppliers are asked once.
   *
   * @throws io.hawser.error.HandshakeException if it did not open
   * @throws io.hawser.error.CallInterruptedException if interrupted; nothing is left, the flag is
   *     set again
   */
  Connection open(WebSocketUri endpoint, Consumer<Connection> alsoOpened) {
    long startNanos = time().nanos();
    DialOptions all = options.alsoOpened(alsoOpened);
    WebSocketUri uri = endpoint;
    Supplied supplied = null;
    for (int followed = 0; ; followed++) {
      var preparation = new Preparation(uri, sources, supplied);
      try {
        return new Dialer(new DialSettings(uri, preparation, all, startNanos)).dial();
      } catch (InvalidStatusException refused) {
        var target = redirects.next(uri, refused.response(), followed).orElse(null);
        Supplied sent = preparation.supplied();
        if (target == null || sent == null) {
          throw refused;
        }
        // what the URI said who we are still holds within its origin
        Headers kept = followed == 0 ? withAuthorization(sent.headers(), endpoint) : sent.headers();
        supplied =
            sent.withHeaders(target.crossesOrigins() ? Redirects.forOtherOrigin(kept) : kept);
        uri = target.uri();
      }
    }
  }

  private static Headers withAuthorization(Headers sent, WebSocketUri endpoint) {
    String authorization = endpoint.authorization();
    return authorization == null || sent.contains("Authorization")
        ? sent
        : sent.toBuilder().add("Authorization", authorization).build();
  }
}
