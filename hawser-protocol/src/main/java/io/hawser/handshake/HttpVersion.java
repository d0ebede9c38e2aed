package io.hawser.handshake;

/** Versions of HTTP as they stand in a first line (RFC 9112, 2.3). */
final class HttpVersion {
  private HttpVersion() {}

  /** Whether this is a version at all: {@code HTTP/}, in capitals, and two digits. */
  static boolean isVersion(String text) {
    return text.length() == 8
        && text.startsWith("HTTP/")
        && isDigit(text.charAt(5))
        && text.charAt(6) == '.'
        && isDigit(text.charAt(7));
  }

  /** Whether this is HTTP/1.1 or any later version. */
  static boolean isAtLeast11(String text) {
    return isVersion(text)
        && (text.charAt(5) > '1' || (text.charAt(5) == '1' && text.charAt(7) >= '1'));
  }

  /** Whether a message of this version is to be read as HTTP/1.1 (RFC 9110, 2.5). */
  static boolean isReadAs11(String text) {
    return isVersion(text) && text.charAt(5) == '1' && text.charAt(7) >= '1';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
