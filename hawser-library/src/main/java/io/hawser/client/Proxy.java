package io.hawser.client;

import io.hawser.ClientTls;
import io.hawser.handshake.ProxyHandshake;
import io.hawser.handshake.ProxyLogin;
import io.hawser.handshake.ProxyUri;
import io.hawser.handshake.WebSocketUri;
import io.hawser.netty.ProxyRoute;
import io.hawser.netty.TlsClient;
import java.net.PasswordAuthentication;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A proxy that connects us to servers: by {@code CONNECT} of HTTP (RFC 9110, 9.3.6), over TLS
 * perhaps, or by SOCKS 4A or 5 (RFC 1928). Names of servers are resolved by the proxy. Immutable.
 */
public final class Proxy {
  private static final String SUPPLIER = "proxy credentials";

  private final ProxyUri uri;
  private final @Nullable ProxyCredentials credentials;
  private final boolean asks;
  private final @Nullable TlsClient tls;

  private Proxy(
      ProxyUri uri, @Nullable ProxyCredentials credentials, boolean asks, @Nullable TlsClient tls) {
    this.uri = uri;
    this.credentials = credentials;
    this.asks = asks;
    this.tls = tls;
  }

  /** Returns a proxy that speaks HTTP. */
  public static Proxy http(String host, int port) {
    return of(ProxyUri.Scheme.HTTP, host, port);
  }

  /** Returns a proxy that speaks HTTP over TLS; the server's TLS goes inside of that. */
  public static Proxy https(String host, int port) {
    return of(ProxyUri.Scheme.HTTPS, host, port);
  }

  /** Returns a proxy that speaks SOCKS 4A: SOCKS 4 that knows names. */
  public static Proxy socks4a(String host, int port) {
    return of(ProxyUri.Scheme.SOCKS4A, host, port);
  }

  /** Returns a proxy that speaks SOCKS 5. */
  public static Proxy socks5(String host, int port) {
    return of(ProxyUri.Scheme.SOCKS5, host, port);
  }

  /**
   * Returns the proxy that a URI names: {@code http://}, {@code https://}, {@code socks4a://} (or
   * {@code socks4://}), {@code socks5://} (or {@code socks5h://}, {@code socks://}), with user and
   * password if it has them. Without a port: 80, 443, 1080 for SOCKS.
   *
   * @throws IllegalArgumentException if it names none; the message shows neither user nor password
   */
  public static Proxy of(String uri) {
    ProxyUri parsed = ProxyUri.parse(uri);
    ProxyLogin login = parsed.login();
    var proxy =
        new Proxy(
            new ProxyUri(parsed.scheme(), parsed.host(), parsed.port(), null), null, false, null);
    return login == null ? proxy : proxy.withCredentials(login.user(), login.password());
  }

  /** Returns the proxy that a URI names, like {@link #of(String)}. */
  public static Proxy of(URI uri) {
    return of(uri.toString());
  }

  private static Proxy of(ProxyUri.Scheme scheme, String host, int port) {
    String bracketed = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return of(scheme + "://" + bracketed + ":" + port);
  }

  /**
   * Returns this proxy with a user name and a password: Basic authentication for HTTP (RFC 7617),
   * user name and password for SOCKS 5 (RFC 1929). SOCKS 4A has the user name alone, so its
   * password must be empty. HTTP and SOCKS carry them in the clear.
   *
   * @throws IllegalArgumentException if the proxy's protocol cannot carry them
   */
  public Proxy withCredentials(String user, String password) {
    handshake("host", 1, new ProxyLogin(user, password));
    char[] secret = password.toCharArray();
    return new Proxy(uri, () -> new PasswordAuthentication(user, secret), false, tls);
  }

  /**
   * Returns this proxy with credentials that are asked for anew for each attempt, on a thread that
   * may block, within the opening deadline. A client that comes back refreshes them once when the
   * proxy has refused them. What the supplier throws, or credentials that the proxy's protocol
   * cannot carry, fail the attempt with a {@link io.hawser.error.SupplierFailedException}. Default:
   * none.
   */
  public Proxy withCredentials(ProxyCredentials credentials) {
    return new Proxy(uri, credentials, true, tls);
  }

  /** Whether the proxy itself is spoken with over TLS. */
  public boolean isSecure() {
    return uri.scheme() == ProxyUri.Scheme.HTTPS;
  }

  /**
   * Returns this proxy with whom to trust, and who we are, in its own TLS. Default: the JDK's
   * authorities, nobody.
   *
   * @throws IllegalArgumentException if the proxy does not speak TLS, or a file cannot be read
   */
  public Proxy withTls(ClientTls settings) {
    if (!isSecure()) {
      throw new IllegalArgumentException("TLS with " + this + "; must be a proxy of https://");
    }
    return new Proxy(uri, credentials, asks, TlsClient.of(settings));
  }

  /** Returns the way of one attempt to a server; asks for the credentials. */
  ProxyRoute route(WebSocketUri server) {
    ProxyLogin login = login();
    return new ProxyRoute(
        uri.host(),
        uri.port(),
        !isSecure() ? null : tls == null ? TlsClient.byDefault() : tls,
        () -> handshake(server.host(), server.port(), login),
        toString());
  }

  /** Whether credentials are asked for, so that others may come. */
  boolean asksForCredentials() {
    return asks;
  }

  /** Has the credentials' supplier look for others. */
  void refreshCredentials() {
    ProxyCredentials who = credentials;
    if (who != null) {
      RequestSources.supplied(
          SUPPLIER,
          () -> {
            who.refresh();
            return "";
          });
    }
  }

  private @Nullable ProxyLogin login() {
    ProxyCredentials who = credentials;
    return who == null ? null : RequestSources.supplied(SUPPLIER, () -> login(who));
  }

  private ProxyLogin login(ProxyCredentials who) throws Exception {
    PasswordAuthentication now = who.login();
    var login = new ProxyLogin(now.getUserName(), new String(now.getPassword()));
    handshake("host", 1, login);
    return login;
  }

  private ProxyHandshake handshake(String host, int port, @Nullable ProxyLogin login) {
    return switch (uri.scheme()) {
      case HTTP, HTTPS -> ProxyHandshake.connect(host, port, checkedForBasic(login));
      case SOCKS4A -> ProxyHandshake.socks4a(host, port, user(login));
      case SOCKS5 -> ProxyHandshake.socks5(host, port, login);
    };
  }

  // RFC 7617, 2
  private static @Nullable ProxyLogin checkedForBasic(@Nullable ProxyLogin login) {
    if (login != null && login.user().indexOf(':') >= 0) {
      throw new IllegalArgumentException("user name for a proxy: has a colon; must not");
    }
    return login;
  }

  private static @Nullable String user(@Nullable ProxyLogin login) {
    if (login == null) {
      return null;
    }
    if (!login.password().isEmpty()) {
      throw new IllegalArgumentException("password for a SOCKS 4 proxy: there is no such thing");
    }
    return login.user();
  }

  /** The URI of the proxy, without user and password. */
  @Override
  public String toString() {
    return uri.toString();
  }
}
