package io.hawser.handshake;

import io.hawser.error.InvalidHeaderException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one proxy says of whom it got a request from.
 *
 * @param port 0 if it is not told
 * @param host the {@code Host} that the proxy was asked for; null if it is not told
 */
record ForwardedElement(InetAddress address, int port, @Nullable String host) {
  /** Returns an element of {@code Forwarded} (RFC 7239, 4), or null if it names no address. */
  static @Nullable ForwardedElement ofForwarded(String text) {
    Map<String, String> pairs = pairs(text);
    String node = pairs == null ? null : pairs.get("for");
    return pairs == null || node == null ? null : of(node, false, pairs.get("host"));
  }

  /** Returns an element of {@code X-Forwarded-For}, or null if it names no address. */
  static @Nullable ForwardedElement ofList(String text) {
    return of(text, true, null);
  }

  // RFC 7239, 6: an IPv6 address is in brackets; in the older header it often is not
  private static @Nullable ForwardedElement of(String node, boolean bare, @Nullable String host) {
    String name = node;
    int port = 0;
    int colon = node.lastIndexOf(':');
    boolean bracketed = node.startsWith("[");
    if (bracketed ? colon > node.indexOf(']') : colon >= 0 && colon == node.indexOf(':')) {
      port = port(node.substring(colon + 1));
      name = node.substring(0, colon);
    }
    if (port < 0) {
      return null;
    }
    if (bracketed) {
      if (!name.endsWith("]") || name.indexOf(':') < 0) {
        return null;
      }
      name = name.substring(1, name.length() - 1);
    } else if (!bare && name.indexOf(':') >= 0) {
      return null;
    }
    // "unknown", and names that a proxy made up, such as "_hidden", are no address
    InetAddress address = AddressLiteral.parse(name);
    return address == null ? null : new ForwardedElement(address, port, host);
  }

  private static int port(String text) {
    if (text.startsWith("_") && text.length() > 1) {
      return 0; // RFC 7239, 6.2: obfuscated
    }
    if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    int port = Integer.parseInt(text);
    return port <= 65_535 ? port : -1;
  }

  // RFC 7239, 4: pairs with semicolons between them, each name once, no space round "=" and ";"
  private static @Nullable Map<String, String> pairs(String text) {
    Map<String, String> pairs = new HashMap<>();
    var scanner = new HeaderScanner("Forwarded", text);
    try {
      while (true) {
        String name = scanner.token().toLowerCase(Locale.ROOT);
        if (!scanner.skip('=') || pairs.put(name, scanner.tokenOrQuotedText()) != null) {
          return null;
        }
        scanner.skipSpace();
        if (scanner.atEnd()) {
          return pairs;
        }
        if (!scanner.skip(';')) {
          return null;
        }
        scanner.skipSpace();
        if (scanner.atEnd()) {
          return pairs;
        }
      }
    } catch (InvalidHeaderException e) {
      return null;
    }
  }
}
