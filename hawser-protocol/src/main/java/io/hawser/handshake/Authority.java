package io.hawser.handshake;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A host and perhaps a port, as {@code Host} names them (RFC 9110, 7.2; RFC 3986, 3.2.2).
 *
 * @param host in lower case, an IPv6 address in brackets
 * @param port 0 to 65535; {@link #NO_PORT} if none is given
 */
record Authority(String host, int port) {
  static final int NO_PORT = -1;

  private static final int INVALID = -2;

  /** Returns the authority that {@code text} names, or null if it names none. */
  static @Nullable Authority parse(String text) {
    int hostEnd = hostEnd(text);
    if (hostEnd <= 0) {
      return null;
    }
    int port = NO_PORT;
    if (hostEnd < text.length()) {
      if (text.charAt(hostEnd) != ':') {
        return null;
      }
      port = port(text, hostEnd + 1);
      if (port == INVALID) {
        return null;
      }
    }
    return new Authority(text.substring(0, hostEnd).toLowerCase(Locale.ROOT), port);
  }

  /** The port, or {@code otherwise} if none is given. */
  int portOr(int otherwise) {
    return port == NO_PORT ? otherwise : port;
  }

  // how many characters are the host; 0 if there is none
  private static int hostEnd(String text) {
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      return isIpv6(text, end) ? end + 1 : 0;
    }
    int end = 0;
    while (end < text.length() && isHostChar(text, end)) {
      end++;
    }
    return end;
  }

  // Brackets hold what looks like an IPv6 address; the resolver is the one to understand it.
  private static boolean isIpv6(String text, int end) {
    int colons = 0;
    for (int i = 1; i < end; i++) {
      char c = text.charAt(i);
      if (c == ':') {
        colons++;
      } else if (!PercentEncoding.isHexDigit(c) && c != '.') {
        return false;
      }
    }
    return colons >= 2;
  }

  // The comma, which RFC 3986 would allow, is what two headers merged by a proxy have between them.
  private static boolean isHostChar(String text, int index) {
    char c = text.charAt(index);
    if (c == '%') {
      return index + 2 < text.length()
          && PercentEncoding.isHexDigit(text.charAt(index + 1))
          && PercentEncoding.isHexDigit(text.charAt(index + 2));
    }
    return PercentEncoding.isUnreserved(c) || "!$&'()*+;=".indexOf(c) >= 0;
  }

  private static int port(String text, int start) {
    if (start == text.length()) {
      return NO_PORT; // RFC 3986, 3.2.3: the colon may stand alone
    }
    int port = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return INVALID;
      }
      port = 10 * port + (c - '0');
      if (port > 65_535) {
        return INVALID;
      }
    }
    return port;
  }

  /** As it stands in a {@code Host} header. */
  @Override
  public String toString() {
    return port == NO_PORT ? host : host + ":" + port;
  }
}
