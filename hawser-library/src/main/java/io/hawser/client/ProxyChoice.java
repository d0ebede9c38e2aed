package io.hawser.client;

import io.hawser.handshake.WebSocketUri;
import io.hawser.netty.ProxyRoute;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chooses the proxy of each attempt of a client, and remembers which one it was. */
final class ProxyChoice {
  private final Proxies proxies;

  /** Of the last attempt. Written by the thread that prepares it, read when it has failed. */
  private volatile @Nullable Proxy last;

  ProxyChoice(Proxies proxies) {
    this.proxies = proxies;
  }

  /**
   * Returns the way of one attempt to a server; null for the direct one.
   *
   * @throws io.hawser.error.SupplierFailedException if no proxy can be chosen, or it has no
   *     credentials that it can use
   */
  @Nullable ProxyRoute route(WebSocketUri uri) {
    Optional<Proxy> chosen =
        RequestSources.supplied("proxies", () -> proxies.proxyFor(server(uri)));
    last = chosen.orElse(null);
    return chosen.map(proxy -> proxy.route(uri)).orElse(null);
  }

  /** Whether the next attempt may come with other credentials than those that were refused. */
  boolean canRefresh() {
    Proxy refusing = last;
    return !(proxies instanceof FixedProxies)
        || (refusing != null && refusing.asksForCredentials());
  }

  /**
   * Has the supplier of the credentials that were refused look for others.
   *
   * @throws io.hawser.error.SupplierFailedException if it throws
   */
  void refresh() {
    Proxy refusing = last;
    if (refusing != null) {
      refusing.refreshCredentials();
    }
  }

  private static URI server(WebSocketUri uri) {
    String host = uri.host().contains(":") ? "[" + uri.host() + "]" : uri.host();
    return URI.create((uri.secure() ? "wss" : "ws") + "://" + host + ":" + uri.port());
  }
}
