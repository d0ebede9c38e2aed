package io.hawser.client;

import java.net.URI;
import java.util.Optional;

/** Says which proxy leads to a server. */
@FunctionalInterface
public interface Proxies {
  /**
   * Returns the proxy that leads to a server; empty to connect to the server itself. Asked anew for
   * each attempt, on a thread that may block, within the opening deadline. A client that comes back
   * asks it once more when the proxy has refused our credentials.
   *
   * @param server {@code ws} or {@code wss} with host and port; neither path nor credentials
   * @throws RuntimeException if it cannot tell; the attempt fails with a {@link
   *     io.hawser.error.SupplierFailedException}
   */
  Optional<Proxy> proxyFor(URI server);

  /** No proxy, whatever JVM and environment say. */
  static Proxies none() {
    return (FixedProxies) server -> Optional.empty();
  }

  /** The same proxy for all servers. */
  static Proxies of(Proxy proxy) {
    return (FixedProxies) server -> Optional.of(proxy);
  }

  /**
   * What the JVM says if it says anything, such as {@code -Dhttps.proxyHost}; otherwise what the
   * environment says, such as {@code https_proxy}. This is the default.
   */
  static Proxies automatic() {
    return (FixedProxies)
        server -> {
          var jvm = new JvmProxies(System.getProperties());
          return jvm.isConfigured() ? jvm.proxyFor(server) : fromEnvironment().proxyFor(server);
        };
  }

  /**
   * What the JVM's {@link java.net.ProxySelector} says; the one that is there by default goes by
   * the properties {@code https.proxyHost}, {@code http.proxyHost} and {@code socksProxyHost}, each
   * with its port, and {@code http.nonProxyHosts}. Of several proxies the first is taken.
   * Credentials are those of {@code https.proxyUser} and {@code https.proxyPassword}, the same with
   * {@code http}, or {@code java.net.socks.username} and {@code java.net.socks.password}.
   */
  static Proxies fromJvm() {
    return (FixedProxies) server -> new JvmProxies(System.getProperties()).proxyFor(server);
  }

  /**
   * What the environment says: the first of {@code wss_proxy} or {@code ws_proxy}, {@code
   * socks_proxy}, {@code https_proxy}, {@code http_proxy} and {@code all_proxy} that is not empty,
   * in small or capital letters, unless {@code no_proxy} names the server. SOCKS before HTTPS
   * before HTTP is what RFC 6455, 4.1, recommends. This machine itself ({@code localhost} and its
   * addresses) is never behind a proxy.
   */
  static Proxies fromEnvironment() {
    return new EnvironmentProxies(System.getenv());
  }
}
