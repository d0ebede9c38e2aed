package io.hawser.client;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** The proxies that the JVM's selector names. */
final class JvmProxies implements Proxies {
  private static final String OF_THE_JDK = "sun.net.spi.DefaultProxySelector";

  private final Properties properties;

  JvmProxies(Properties properties) {
    this.properties = properties;
  }

  /** Whether anybody has told the JVM of a proxy, or has put another selector in place. */
  boolean isConfigured() {
    ProxySelector selector = ProxySelector.getDefault();
    if (selector != null && !selector.getClass().getName().equals(OF_THE_JDK)) {
      return true;
    }
    return Boolean.parseBoolean(property("java.net.useSystemProxies"))
        || Stream.of("https.proxyHost", "http.proxyHost", "socksProxyHost")
            .anyMatch(name -> !property(name).isEmpty());
  }

  @Override
  public Optional<Proxy> proxyFor(URI server) {
    // RFC 6455, 4.1: the proxy for HTTPS is preferred to that for HTTP, for ws as well
    return Stream.of("https", "http")
        .flatMap(scheme -> select(scheme, ProxyTarget.authority(server)).stream())
        .findFirst();
  }

  private Optional<Proxy> select(String scheme, String authority) {
    ProxySelector selector = ProxySelector.getDefault();
    if (selector == null) {
      return Optional.empty();
    }
    java.net.Proxy first = selector.select(URI.create(scheme + "://" + authority + "/")).get(0);
    if (!(first.address() instanceof InetSocketAddress address)) {
      return Optional.empty();
    }
    return switch (first.type()) {
      case DIRECT -> Optional.empty();
      case HTTP -> Optional.of(http(scheme, address));
      case SOCKS -> Optional.of(socks(address));
    };
  }

  private Proxy http(String scheme, InetSocketAddress address) {
    Proxy proxy = Proxy.http(address.getHostString(), address.getPort());
    return withCredentials(
        proxy, property(scheme + ".proxyUser"), property(scheme + ".proxyPassword"));
  }

  private Proxy socks(InetSocketAddress address) {
    String host = address.getHostString();
    String user = property("java.net.socks.username");
    return property("socksProxyVersion").equals("4")
        ? withCredentials(Proxy.socks4a(host, address.getPort()), user, "")
        : withCredentials(
            Proxy.socks5(host, address.getPort()), user, property("java.net.socks.password"));
  }

  private static Proxy withCredentials(Proxy proxy, String user, String password) {
    return user.isEmpty() ? proxy : proxy.withCredentials(user, password);
  }

  private String property(String name) {
    String value = properties.getProperty(name);
    return value == null ? "" : value;
  }
}
