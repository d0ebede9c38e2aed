package io.hawser.handshake;

import io.hawser.model.Headers;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a request (RFC 9112, 3).
 *
 * @param method a token
 * @param target in the form that the method allows
 * @param version {@code HTTP/} and two digits
 */
record RequestLine(String method, String target, String version) {
  private static final Set<String> SCHEMES = Set.of("http", "https", "ws", "wss");

  static RequestLine parse(String line) throws HeadFault {
    int first = line.indexOf(' ');
    int last = line.lastIndexOf(' ');
    if (first == last) {
      throw HeadFault.malformed("request line without a version");
    }
    var method = line.substring(0, first);
    var target = line.substring(first + 1, last);
    var version = line.substring(last + 1);
    if (!Headers.isName(method)) {
      throw HeadFault.malformed("method is not a token");
    }
    checkVersion(version);
    checkTarget(method, target);
    return new RequestLine(method, target, version);
  }

  private static void checkVersion(String version) throws HeadFault {
    if (HttpVersion.isVersion(version)) {
      return;
    }
    int slash = version.indexOf('/');
    if (slash > 0
        && Headers.isName(version.substring(0, slash))
        && !version.regionMatches(true, 0, "HTTP/", 0, 5)) {
      throw HeadFault.notHttp("another protocol in the request line"); // RTSP/1.0, SIP/2.0
    }
    throw HeadFault.malformed("bad HTTP version");
  }

  // RFC 9112, 3.2: origin-form, absolute-form, authority-form (CONNECT), asterisk-form (OPTIONS)
  private static void checkTarget(String method, String target) throws HeadFault {
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c >= 0x7F) {
        throw HeadFault.malformed("request target with a character that must be encoded");
      }
      if (c == '#') {
        throw HeadFault.malformed("request target with a fragment");
      }
    }
    boolean valid =
        switch (method) {
          case "CONNECT" -> Authority.parse(target) != null;
          case "OPTIONS" -> target.equals("*") || isOriginOrAbsolute(target);
          default -> isOriginOrAbsolute(target);
        };
    if (!valid) {
      throw HeadFault.malformed("bad request target");
    }
  }

  private static boolean isOriginOrAbsolute(String target) {
    return target.startsWith("/") || authority(target) != null;
  }

  /** Returns what an absolute-form target names as its host, or null if it is none. */
  static @Nullable Authority authority(String target) {
    int colon = target.indexOf("://");
    if (colon < 0) {
      return null;
    }
    var scheme = target.substring(0, colon).toLowerCase(Locale.ROOT);
    if (!SCHEMES.contains(scheme)) {
      return null;
    }
    int start = colon + 3;
    int end = start;
    while (end < target.length() && "/?".indexOf(target.charAt(end)) < 0) {
      end++;
    }
    return Authority.parse(target.substring(start, end));
  }
}
