package io.hawser.handshake;

import io.hawser.error.InvalidUriException;
import java.net.IDN;
import java.util.Locale;

/**
 * Takes the URI of a WebSocket (RFC 6455, 3; RFC 3986) or of a proxy apart. Within, what breaks a
 * rule is an {@link IllegalArgumentException} whose message is what was expected.
 */
final class UriParser {
  private static final int MAX_PORT = 65_535;

  private UriParser() {}

  static WebSocketUri parse(String text) {
    try {
      return takeApart(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidUriException(masked(text), String.valueOf(e.getMessage()));
    }
  }

  private static WebSocketUri takeApart(String text) {
    boolean secure = isSecure(text);
    if (text.indexOf('#') >= 0) {
      throw new IllegalArgumentException("expected no fragment");
    }
    int start = text.indexOf("://") + 3;
    int end = start;
    while (end < text.length() && "/?".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    var authority = text.substring(start, end);
    int at = authority.lastIndexOf('@');
    var login = at < 0 ? null : login(authority.substring(0, at));
    var place = place(authority.substring(at + 1), WebSocketUri.defaultPort(secure));
    return new WebSocketUri(
        secure,
        place.host(),
        place.port(),
        resourceName(text.substring(end)),
        login == null ? null : WebSocketUri.basic(login.user(), login.password()));
  }

  static ProxyUri parseProxy(String text) {
    try {
      return takeProxyApart(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("proxy: " + maskedProxy(text) + "; " + e.getMessage(), e);
    }
  }

  private static ProxyUri takeProxyApart(String text) {
    int colon = text.indexOf("://");
    var scheme =
        colon < 0 ? null : ProxyUri.scheme(text.substring(0, colon).toLowerCase(Locale.ROOT));
    if (scheme == null) {
      throw new IllegalArgumentException("expected http://, https://, socks4a:// or socks5://");
    }
    var authority = text.substring(colon + 3);
    if (authority.endsWith("/")) {
      authority = authority.substring(0, authority.length() - 1);
    }
    if (authority.chars().anyMatch(c -> "/?#".indexOf(c) >= 0)) {
      throw new IllegalArgumentException("expected nothing behind host and port");
    }
    int at = authority.lastIndexOf('@');
    var login = at < 0 ? null : login(authority.substring(0, at));
    var place = place(authority.substring(at + 1), scheme.defaultPort());
    return new ProxyUri(scheme, place.host(), place.port(), login);
  }

  private record Place(String host, int port) {}

  private static Place place(String hostAndPort, int defaultPort) {
    int colon = hostAndPort.indexOf(':', Math.max(0, hostAndPort.indexOf(']')));
    var host = colon < 0 ? hostAndPort : hostAndPort.substring(0, colon);
    var port = colon < 0 ? "" : hostAndPort.substring(colon + 1);
    return new Place(host.startsWith("[") ? ipv6(host) : host(host), port(port, defaultPort));
  }

  private static boolean isSecure(String text) {
    if (text.regionMatches(true, 0, "ws://", 0, 5)) {
      return false;
    }
    if (text.regionMatches(true, 0, "wss://", 0, 6)) {
      return true;
    }
    throw new IllegalArgumentException("expected ws:// or wss://");
  }

  // RFC 7617, 2
  private static ProxyLogin login(String userInfo) {
    if (userInfo.indexOf('@') >= 0) {
      throw new IllegalArgumentException("expected one @ at most");
    }
    int colon = userInfo.indexOf(':');
    var user = PercentEncoding.decode(colon < 0 ? userInfo : userInfo.substring(0, colon));
    var password = PercentEncoding.decode(colon < 0 ? "" : userInfo.substring(colon + 1));
    if (user.indexOf(':') >= 0) {
      throw new IllegalArgumentException("expected no colon in the user name");
    }
    if ((user + password).chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("expected no control character in the credentials");
    }
    return new ProxyLogin(user, password);
  }

  // RFC 3986, 3.2.2, would allow percent signs and more, but no resolver does.
  private static String host(String host) {
    String ascii;
    try {
      ascii = host.chars().allMatch(c -> c < 0x80) ? host : IDN.toASCII(host);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("expected a host name", e);
    }
    var authority = Authority.parse(ascii);
    if (authority == null || !authority.host().chars().allMatch(UriParser::isOfName)) {
      throw new IllegalArgumentException("expected a host name");
    }
    return authority.host();
  }

  private static boolean isOfName(int c) {
    return c != '~' && PercentEncoding.isUnreserved(c);
  }

  private static String ipv6(String host) {
    int zone = host.indexOf("%25"); // RFC 6874, 2
    if (zone < 0) {
      return address(host);
    }
    var address = address(host.substring(0, zone) + "]");
    var name = host.substring(zone + 3, host.length() - 1);
    if (!host.endsWith("]")
        || name.isEmpty()
        || !name.chars().allMatch(PercentEncoding::isUnreserved)) {
      throw new IllegalArgumentException("expected the name of a zone behind %25");
    }
    return address + "%" + name;
  }

  private static String address(String bracketed) {
    var authority = Authority.parse(bracketed);
    if (authority == null) {
      throw new IllegalArgumentException("expected an IPv6 address in brackets");
    }
    return authority.host().substring(1, authority.host().length() - 1);
  }

  private static int port(String digits, int otherwise) {
    if (digits.isEmpty()) {
      return otherwise; // RFC 3986, 3.2.3: the colon may stand alone
    }
    int port = 0;
    for (int i = 0; i < digits.length() && port <= MAX_PORT; i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') {
        throw new IllegalArgumentException("expected a port of 1 to 65535");
      }
      port = 10 * port + (c - '0');
    }
    if (port == 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("expected a port of 1 to 65535");
    }
    return port;
  }

  // RFC 6455, 3
  private static String resourceName(String pathAndQuery) {
    var name = PercentEncoding.ofPathAndQuery(pathAndQuery);
    return name.startsWith("/") ? name : "/" + name;
  }

  /** The URI, however broken, without what may be credentials or a query. */
  private static String masked(String text) {
    int question = text.indexOf('?');
    var shown = question < 0 ? text : text.substring(0, question) + "?***";
    int at = shown.lastIndexOf('@');
    if (at >= 0) {
      int scheme = shown.indexOf("://");
      var prefix = scheme >= 0 && scheme < at ? shown.substring(0, scheme + 3) : "";
      shown = prefix + "***" + shown.substring(at);
    }
    return Printable.of(shown);
  }

  /** Whatever stands in front of the last @ may be credentials: slashes and question marks, too. */
  private static String maskedProxy(String text) {
    int at = text.lastIndexOf('@');
    int scheme = text.indexOf("://");
    var prefix = scheme >= 0 && scheme < at ? text.substring(0, scheme + 3) : "";
    return Printable.of(at < 0 ? text : prefix + "***" + text.substring(at));
  }
}
