package io.hawser.cli;

/** Makes text from anywhere harmless for a terminal, and one line, without loss. */
final class Escapes {
  private Escapes() {}

  /**
   * Returns {@code text} with every control character, line separator and change of writing
   * direction as an escape of visible ASCII: {@code \n \r \t}, two digits up to U+00FF as in {@code
   * \x1b}, a {@code u} and four digits above. A backslash is doubled, so that no text looks like an
   * escape.
   */
  static String escape(String text) {
    return escape(text, true);
  }

  /** Like {@link #escape}, but leaves backslashes: for text that may have been escaped before. */
  static String oneLine(String text) {
    return escape(text, false);
  }

  private static String escape(String text, boolean backslashes) {
    int harmless = 0;
    while (harmless < text.length() && isHarmless(text.charAt(harmless), backslashes)) {
      harmless++;
    }
    if (harmless == text.length()) {
      return text;
    }
    var escaped = new StringBuilder(text.length() + 16).append(text, 0, harmless);
    for (int i = harmless; i < text.length(); i++) {
      append(escaped, text.charAt(i), backslashes);
    }
    return escaped.toString();
  }

  private static void append(StringBuilder escaped, char c, boolean backslashes) {
    if (isHarmless(c, backslashes)) {
      escaped.append(c);
      return;
    }
    switch (c) {
      case '\\' -> escaped.append("\\\\");
      case '\n' -> escaped.append("\\n");
      case '\r' -> escaped.append("\\r");
      case '\t' -> escaped.append("\\t");
      default -> escaped.append((c <= 0xFF ? "\\x%02x" : "\\u%04x").formatted((int) c));
    }
  }

  private static boolean isHarmless(char c, boolean backslashes) {
    if (c >= ' ' && c <= '~') {
      return c != '\\' || !backslashes;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
      // of the invisible characters, those that make a line read otherwise than it is
      case Character.FORMAT -> !isDirection(c);
      default -> true;
    };
  }

  private static boolean isDirection(char c) {
    return c == '\u061C'
        || c == '\u200E'
        || c == '\u200F'
        || (c >= '\u202A' && c <= '\u202E')
        || (c >= '\u2066' && c <= '\u2069');
  }
}
