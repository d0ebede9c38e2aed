package io.hawser.handshake;

import io.hawser.error.InvalidHeaderException;
import io.hawser.model.Headers;

/** Walks over one value of a header from left to right, once (RFC 9110, 5.6). */
final class HeaderScanner {
  private final String name;
  private final String value;
  private int position;

  HeaderScanner(String name, String value) {
    this.name = name;
    this.value = value;
  }

  boolean atEnd() {
    return position == value.length();
  }

  /** Skips optional white space. */
  void skipSpace() {
    while (!atEnd() && (value.charAt(position) == ' ' || value.charAt(position) == '\t')) {
      position++;
    }
  }

  /** Whether {@code c} stands here; if so, moves behind it. */
  boolean skip(char c) {
    if (atEnd() || value.charAt(position) != c) {
      return false;
    }
    position++;
    return true;
  }

  /** Returns the token that begins here. */
  String token() {
    int start = position;
    while (!atEnd() && Headers.isTokenChar(value.charAt(position))) {
      position++;
    }
    if (position == start) {
      throw broken("a token");
    }
    return value.substring(start, position);
  }

  /** Returns the token, or the text in quotes with its escapes resolved (RFC 9110, 5.6.4). */
  String tokenOrQuotedText() {
    if (!skip('"')) {
      return token();
    }
    var text = new StringBuilder();
    while (!skip('"')) {
      skip('\\');
      if (atEnd()) {
        throw broken("a closing quote");
      }
      text.append(value.charAt(position));
      position++;
    }
    return text.toString();
  }

  /** Returns what is quoted here, a token once its escapes are resolved (RFC 6455, 9.1). */
  String tokenOrQuotedToken() {
    if (!skip('"')) {
      return token();
    }
    var text = new StringBuilder();
    while (!skip('"')) {
      skip('\\');
      if (atEnd()) {
        throw broken("a closing quote");
      }
      char c = value.charAt(position);
      if (!Headers.isTokenChar(c)) {
        throw broken("a character of a token");
      }
      text.append(c);
      position++;
    }
    if (text.isEmpty()) {
      throw broken("a token in quotes");
    }
    return text.toString();
  }

  /** Fails because something else than {@code expected} stands here. */
  InvalidHeaderException broken(String expected) {
    return new InvalidHeaderException(
        name, Printable.of(value), "expected " + expected + " at index " + position);
  }
}
