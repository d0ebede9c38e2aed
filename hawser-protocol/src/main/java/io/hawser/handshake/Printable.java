package io.hawser.handshake;

import java.util.List;

/**
 * Text of a peer's as it may stand in a log: printable ASCII on one line, of bounded length, and of
 * URIs neither the query nor the user, without a scheme either if there is a password.
 */
public final class Printable {
  private static final int MAX_CHARS = 256;

  private Printable() {}

  /** The values of a repeated header, separated by commas. */
  static String of(List<String> values) {
    return of(String.join(", ", values));
  }

  /** One text, cut to 256 characters. */
  public static String of(String peers) {
    String text = withoutQueries(withoutUsers(peers));
    var printable = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (printable.length() >= MAX_CHARS) {
        return printable.append("...").toString();
      }
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x7F) {
        printable.append(c);
      } else {
        printable.append("\\u%04x".formatted((int) c));
      }
    }
    return printable.toString();
  }

  /** Masks what precedes an {@code @}, behind {@code ://} or with a colon in it. */
  private static String withoutUsers(String text) {
    if (text.indexOf('@') < 0) {
      return text;
    }
    var masked = new StringBuilder();
    int start = 0;
    int end = -1;
    for (int i = 0; i <= text.length(); i++) {
      if (i < text.length() && "/?# ".indexOf(text.charAt(i)) < 0) {
        end = text.charAt(i) == '@' ? i : end;
        continue;
      }
      if (end >= start && isUser(text, start, end)) {
        masked.append("***");
        start = end;
      }
      masked.append(text, start, Math.min(i + 1, text.length()));
      start = i + 1;
    }
    return masked.toString();
  }

  private static boolean isUser(String text, int start, int end) {
    return text.startsWith("://", start - 3) || text.substring(start, end).indexOf(':') >= 0;
  }

  private static String withoutQueries(String text) {
    if (text.indexOf('?') < 0) {
      return text;
    }
    var masked = new StringBuilder();
    int from = 0;
    for (int at = text.indexOf('?'); at >= 0; at = text.indexOf('?', from)) {
      masked.append(text, from, at + 1);
      from = at + 1;
      while (from < text.length() && " \t\r\n\"".indexOf(text.charAt(from)) < 0) {
        from++;
      }
      if (from > at + 1) {
        masked.append("***");
      }
    }
    return masked.append(text, from, text.length()).toString();
  }
}
