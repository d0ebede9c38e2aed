package io.hawser.handshake;

import io.hawser.error.InvalidUriException;
import java.net.IDN;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Takes one WebSocket URI apart (RFC 6455, 3; RFC 3986). */
final class UriParser {
  private final String text;

  UriParser(String text) {
    this.text = text;
  }

  WebSocketUri parse() {
    boolean secure = isSecure();
    int start = text.indexOf("://") + 3;
    if (text.indexOf('#') >= 0) {
      throw invalid("expected no fragment"); // RFC 6455, 3
    }
    int end = endOfAuthority(start);
    int at = text.lastIndexOf('@', end - 1);
    @Nullable String authorization = null;
    if (at >= start) {
      authorization = authorization(text.substring(start, at));
      start = at + 1;
    }
    var authority = text.substring(start, end);
    int portStart = endOfHost(authority);
    int port = port(authority, portStart, WebSocketUri.defaultPort(secure));
    var host = host(authority.substring(0, portStart));
    return new WebSocketUri(secure, host, port, resourceName(text.substring(end)), authorization);
  }

  private boolean isSecure() {
    if (text.regionMatches(true, 0, "ws://", 0, 5)) {
      return false;
    }
    if (text.regionMatches(true, 0, "wss://", 0, 6)) {
      return true;
    }
    throw invalid("expected ws:// or wss://");
  }

  private int endOfAuthority(int start) {
    int end = start;
    while (end < text.length() && "/?".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static int endOfHost(String authority) {
    int colon = authority.indexOf(':', Math.max(0, authority.indexOf(']')));
    return colon < 0 ? authority.length() : colon;
  }

  private int port(String authority, int start, int defaultPort) {
    // RFC 3986, 3.2.3: the colon may stand alone
    if (authority.length() - start <= 1) {
      return defaultPort;
    }
    int port = 0;
    for (int i = start + 1; i < authority.length(); i++) {
      int digit = authority.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw invalid("expected a port of 1 to 65535");
      }
      port = Math.min(65_536, 10 * port + digit);
    }
    if (port == 0 || port == 65_536) {
      throw invalid("expected a port of 1 to 65535");
    }
    return port;
  }

  private String host(String host) {
    if (host.startsWith("[")) {
      return ipv6(host);
    }
    String ascii;
    try {
      ascii = isAscii(host) ? host : IDN.toASCII(host);
    } catch (IllegalArgumentException e) {
      throw invalid("expected a host name");
    }
    var authority = Authority.parse(ascii);
    // RFC 3986 would allow percent signs and more, but no resolver does
    if (authority == null
        || authority.port() != Authority.NO_PORT
        || !ascii.chars().allMatch(c -> Character.isLetterOrDigit(c) || "-._".indexOf(c) >= 0)) {
      throw invalid("expected a host name");
    }
    return authority.host();
  }

  private String ipv6(String host) {
    int zone = host.indexOf("%25"); // RFC 6874, 2
    var address = zone < 0 ? host : host.substring(0, zone) + "]";
    var authority = Authority.parse(address);
    if (authority == null || !host.endsWith("]") || !authority.host().endsWith("]")) {
      throw invalid("expected an IPv6 address in brackets");
    }
    var bare = authority.host().substring(1, authority.host().length() - 1);
    if (zone < 0) {
      return bare;
    }
    var name = host.substring(zone + 3, host.length() - 1);
    if (name.isEmpty() || !name.chars().allMatch(UriParser::isUnreserved)) {
      throw invalid("expected the name of a zone behind %25");
    }
    return bare + "%" + name;
  }

  private String authorization(String userInfo) {
    int colon = userInfo.indexOf(':');
    var user = decode(colon < 0 ? userInfo : userInfo.substring(0, colon));
    var password = decode(colon < 0 ? "" : userInfo.substring(colon + 1));
    // RFC 7617, 2
    if (user.indexOf(':') >= 0) {
      throw invalid("expected no colon in the user name");
    }
    if ((user + password).chars().anyMatch(Character::isISOControl)) {
      throw invalid("expected no control character in the credentials");
    }
    return WebSocketUri.basic(user, password);
  }

  // RFC 3987, 3.1: what is beyond ASCII is encoded, and nothing else is mended
  private String resourceName(String pathAndQuery) {
    var name = new StringBuilder(pathAndQuery.startsWith("/") ? "" : "/");
    for (int i = 0; i < pathAndQuery.length(); i++) {
      char c = pathAndQuery.charAt(i);
      if (c == '%') {
        escape(pathAndQuery, i); // must be one
        name.append(c);
      } else if (c < 0x80) {
        if (!isUnreserved(c) && "/?:@!$&'()*+,;=[]|".indexOf(c) < 0) {
          throw invalid("expected no such character in path or query, unless encoded: " + code(c));
        }
        name.append(c);
      } else {
        int end = i + 1;
        while (end < pathAndQuery.length() && pathAndQuery.charAt(end) >= 0x80) {
          end++;
        }
        encode(pathAndQuery.substring(i, end), name);
        i = end - 1;
      }
    }
    return name.toString();
  }

  private void encode(String beyondAscii, StringBuilder into) {
    for (byte b : utf8(beyondAscii)) {
      into.append('%').append("%02X".formatted(b & 0xFF));
    }
  }

  private byte[] utf8(String chars) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(chars));
      byte[] array = new byte[bytes.remaining()];
      bytes.get(array);
      return array;
    } catch (CharacterCodingException e) {
      throw invalid("expected no lone surrogate");
    }
  }

  private String decode(String encoded) {
    var decoded = new java.io.ByteArrayOutputStream();
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '%') {
        decoded.write(escape(encoded, i));
        i += 2;
      } else if (c == '@') {
        throw invalid("expected one @ at most");
      } else if (Character.isHighSurrogate(c) && i + 1 < encoded.length()) {
        decoded.writeBytes(utf8(encoded.substring(i, i + 2)));
        i++;
      } else {
        decoded.writeBytes(utf8(String.valueOf(c)));
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(decoded.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw invalid("expected UTF-8 in the credentials");
    }
  }

  private int escape(String encoded, int percent) {
    int high = percent + 1 < encoded.length() ? hexDigit(encoded.charAt(percent + 1)) : -1;
    int low = percent + 2 < encoded.length() ? hexDigit(encoded.charAt(percent + 2)) : -1;
    if (high < 0 || low < 0) {
      throw invalid("expected two hexadecimal digits behind %");
    }
    return 16 * high + low;
  }

  private static int hexDigit(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  private static boolean isUnreserved(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._~".indexOf(c) >= 0;
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  private static String code(char c) {
    return String.format(Locale.ROOT, "U+%04X", (int) c);
  }

  private InvalidUriException invalid(String rule) {
    return new InvalidUriException(mask(text), rule);
  }

  /** The URI, however broken, without what may be credentials or a query. */
  private static String mask(String text) {
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
}
