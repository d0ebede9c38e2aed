package io.hawser.handshake;

import java.util.List;

/**
 * Text of a peer's as it may stand in a log: printable ASCII on one line, of bounded length, and of
 * URIs neither the query nor the user.
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

  private static String withoutUsers(String text) {
    if (text.indexOf('@') < 0) {
      return text;
    }
    var masked = new StringBuilder();
    int from = 0;
    for (int at = text.indexOf("://"); at >= 0; at = text.indexOf("://", at + 3)) {
      int end = endOfUser(text, at + 3);
      if (end >= 0) {
        masked.append(text, from, at + 3).append("***");
        from = end;
      }
    }
    return masked.append(text, from, text.length()).toString();
  }

  /** Returns where the {@code @} is that ends a user before any slash or space; -1 if none does. */
  private static int endOfUser(String text, int start) {
    int end = -1;
    for (int i = start; i < text.length() && "/?# ".indexOf(text.charAt(i)) < 0; i++) {
      if (text.charAt(i) == '@') {
        end = i;
      }
    }
    return end;
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
