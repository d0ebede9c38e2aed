package io.hawser.handshake;

import io.hawser.error.InvalidUriException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A {@code ws:} or {@code wss:} URI (RFC 6455, 3), taken apart. Immutable.
 *
 * <p>Letters beyond ASCII are encoded: in the host as RFC 3490 says, in path and query as UTF-8
 * with percent signs. A user name and a password become an {@code Authorization} header (RFC 7617).
 * A fragment is an error, as it could never reach the server.
 */
public final class WebSocketUri {
  private final boolean secure;
  private final String host;
  private final int port;
  private final String resourceName;
  private final @Nullable String authorization;

  WebSocketUri(
      boolean secure, String host, int port, String resourceName, @Nullable String authorization) {
    this.secure = secure;
    this.host = host;
    this.port = port;
    this.resourceName = resourceName;
    this.authorization = authorization;
  }

  /**
   * Takes {@code text} apart.
   *
   * @throws InvalidUriException if it is not a WebSocket URI
   */
  public static WebSocketUri parse(String text) {
    return UriParser.parse(text);
  }

  /**
   * Takes {@code uri} apart.
   *
   * @throws InvalidUriException if it is not a WebSocket URI
   */
  public static WebSocketUri of(URI uri) {
    return parse(uri.toString());
  }

  /** Whether the connection is to be made over TLS: {@code wss}. */
  public boolean secure() {
    return secure;
  }

  /** The host to resolve: a name in lower case, or an address; of IPv6 without brackets. */
  public String host() {
    return host;
  }

  /** The port, 80 or 443 if none was given. */
  public int port() {
    return port;
  }

  /** The path and the query, as they stand in the request line. */
  public String resourceName() {
    return resourceName;
  }

  /** The value of the {@code Authorization} header, or null if the URI names no user. */
  public @Nullable String authorization() {
    return authorization;
  }

  /** What the {@code Host} header says: the port only if it is not the scheme's (4.1, number 4). */
  public String authority() {
    var name = inAuthority(host);
    return port == defaultPort(secure) ? name : name + ":" + port;
  }

  static int defaultPort(boolean secure) {
    return secure ? 443 : 80;
  }

  /** Returns credentials as an {@code Authorization} header has them (RFC 7617, 2). */
  static String basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /** Returns a host as it stands in front of a port: IPv6 in brackets, and without its zone. */
  static String inAuthority(String host) {
    return host.indexOf(':') < 0 ? host : "[" + HostAddress.withoutZone(host) + "]";
  }

  /** The URI without its credentials and its query. */
  @Override
  public String toString() {
    int question = resourceName.indexOf('?');
    return (secure ? "wss://" : "ws://")
        + (authorization == null ? "" : "***@")
        + authority()
        + (question < 0 ? resourceName : resourceName.substring(0, question) + "?***");
  }
}
