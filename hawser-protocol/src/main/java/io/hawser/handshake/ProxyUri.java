package io.hawser.handshake;

import org.jspecify.annotations.Nullable;

/**
 * The URI of a proxy, taken apart, as environment variables and configurations have it.
 *
 * @param host as {@link WebSocketUri#host}
 * @param login null if the URI names no user
 */
public record ProxyUri(Scheme scheme, String host, int port, @Nullable ProxyLogin login) {
  /** What a proxy speaks. */
  public enum Scheme {
    HTTP("http", 80),
    HTTPS("https", 443),
    SOCKS4A("socks4a", 1080),
    SOCKS5("socks5", 1080);

    private final String text;
    private final int defaultPort;

    Scheme(String text, int defaultPort) {
      this.text = text;
      this.defaultPort = defaultPort;
    }

    /** The port where none is named. */
    public int defaultPort() {
      return defaultPort;
    }

    /** As a URI begins. */
    @Override
    public String toString() {
      return text;
    }

    // a proxy that resolves names is what the h and the a stand for; here all do
    private static @Nullable Scheme of(String text) {
      return switch (text) {
        case "http" -> HTTP;
        case "https" -> HTTPS;
        case "socks4", "socks4a" -> SOCKS4A;
        case "socks", "socks5", "socks5h" -> SOCKS5;
        default -> null;
      };
    }
  }

  /**
   * Takes {@code text} apart.
   *
   * @throws IllegalArgumentException if it is not the URI of a proxy; the message shows neither
   *     user nor password
   */
  public static ProxyUri parse(String text) {
    return UriParser.parseProxy(text);
  }

  static @Nullable Scheme scheme(String text) {
    return Scheme.of(text);
  }

  /** The URI, without user and password. */
  @Override
  public String toString() {
    return scheme
        + "://"
        + (login == null ? "" : "***@")
        + WebSocketUri.inAuthority(host)
        + ":"
        + port;
  }
}
