package io.hawser.model;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names and values that many opening handshakes have. Connections keep their handshakes, so that of
 * these there should be one each, and not one for each connection.
 */
final class CommonStrings {
  private static final Map<String, String> ALL =
      Stream.of(
              "/",
              "GET",
              "HTTP/1.1",
              "Accept",
              "Accept-Encoding",
              "Accept-Language",
              "Authorization",
              "Cache-Control",
              "Connection",
              "Cookie",
              "Date",
              "Forwarded",
              "Host",
              "Origin",
              "Pragma",
              "Sec-WebSocket-Accept",
              "Sec-WebSocket-Extensions",
              "Sec-WebSocket-Key",
              "Sec-WebSocket-Protocol",
              "Sec-WebSocket-Version",
              "Server",
              "Upgrade",
              "User-Agent",
              "X-Forwarded-For",
              "X-Forwarded-Host",
              "X-Forwarded-Proto",
              "X-Real-IP",
              "13",
              "Hawser",
              "close",
              "gzip, deflate",
              "gzip, deflate, br",
              "gzip, deflate, br, zstd",
              "keep-alive, Upgrade",
              "localhost",
              "no-cache",
              "permessage-deflate",
              "permessage-deflate; client_max_window_bits",
              "upgrade",
              "websocket")
          .collect(Collectors.toUnmodifiableMap(Function.identity(), Function.identity()));

  /** Those whose values are alike for many clients, and no secrets. */
  private static final Set<String> REPEATED =
      Set.of(
          "Accept-Encoding",
          "Accept-Language",
          "Connection",
          "Host",
          "Origin",
          "Sec-WebSocket-Extensions",
          "User-Agent");

  private static final RecentStrings RECENT = new RecentStrings();

  private CommonStrings() {}

  /** Returns one that is equal to the name of a header, and shared if others have it too. */
  static String sharedName(String name) {
    String common = ALL.get(name);
    return common == null ? RECENT.shared(name) : common;
  }

  /** Returns one that is equal to the value of a header, and shared if it is likely to be. */
  static String sharedValue(String name, String value) {
    String common = ALL.get(value);
    if (common != null) {
      return common;
    }
    return REPEATED.contains(name) ? RECENT.shared(value) : value;
  }

  /** Returns the one that is equal to {@code text}, if there is one; else {@code text}. */
  static String shared(String text) {
    return ALL.getOrDefault(text, text);
  }
}
