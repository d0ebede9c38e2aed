package io.hawser.handshake;

import java.util.ArrayList;
import java.util.List;

/**
 * The elements of a list header, from the last to the first. Proxies add to the end, so what stands
 * at the front may be anything, and is not to spoil how the end is read.
 */
final class ForwardedElements {
  private ForwardedElements() {}

  /** Returns the elements of all lines, the last first, without those that are empty. */
  static List<String> fromLast(List<String> lines) {
    List<String> elements = new ArrayList<>();
    for (int i = lines.size() - 1; i >= 0; i--) {
      split(lines.get(i), elements);
    }
    return elements;
  }

  private static void split(String line, List<String> elements) {
    int end = line.length();
    boolean quoted = false;
    for (int i = line.length() - 1; i >= 0; i--) {
      char c = line.charAt(i);
      if (c == '"' && !isEscaped(line, i)) {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        add(line.substring(i + 1, end), elements);
        end = i;
      }
    }
    add(line.substring(0, end), elements);
  }

  private static boolean isEscaped(String line, int quote) {
    int backslashes = 0;
    while (backslashes < quote && line.charAt(quote - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  private static void add(String element, List<String> elements) {
    String text = element.strip();
    if (!text.isEmpty()) {
      elements.add(text);
    }
  }
}
