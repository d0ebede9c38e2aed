package io.hawser.model;

/** UTF-8 cannot carry half of a surrogate pair; {@code getBytes} would make it a question mark. */
final class Surrogates {
  private Surrogates() {}

  /**
   * Checks a text that will be encoded.
   *
   * @throws IllegalArgumentException if {@code text} has a lone surrogate; the message begins with
   *     {@code what}
   */
  static void requirePaired(String what, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          throw new IllegalArgumentException(
              what + " has a lone surrogate at index " + i + "; UTF-8 cannot carry it");
        }
        i++;
      }
    }
  }
}
