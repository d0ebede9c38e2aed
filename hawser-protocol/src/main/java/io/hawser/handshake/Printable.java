package io.hawser.handshake;

import java.util.List;

/** Text of a peer's as it may stand in a log: printable ASCII on one line, of bounded length. */
final class Printable {
  private static final int MAX_CHARS = 256;

  private Printable() {}

  /** The values of a repeated header, separated by commas. */
  static String of(List<String> values) {
    return of(String.join(", ", values));
  }

  static String of(String text) {
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
}
