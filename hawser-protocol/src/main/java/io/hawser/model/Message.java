package io.hawser.model;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A whole message: text or binary (RFC 6455, 5.6).
 *
 * <p>Immutable as long as nobody writes into an array that {@link #bytes()} handed out; then safe
 * from any thread.
 */
public sealed interface Message {
  /** Size of the payload, in bytes; of its UTF-8 for text. */
  int size();

  /** The payload itself, not a copy: UTF-8 for text. Owned by the message; do not write into it. */
  byte[] bytes();

  /**
   * The text; decoded at the first call, and kept.
   *
   * @throws IllegalStateException if this message is binary
   */
  String text();

  /**
   * Returns a text message.
   *
   * @throws IllegalArgumentException if {@code text} has a lone surrogate, which UTF-8 cannot carry
   */
  static Text text(String text) {
    return new Text(Text.encode(text), text);
  }

  /** Returns a binary message around {@code bytes}, which from now on belong to the message. */
  static Binary binary(byte[] bytes) {
    return new Binary(bytes);
  }

  /** A text message; its UTF-8 is valid. */
  final class Text implements Message {
    private final byte[] utf8;

    // decoding twice is harmless: racing threads produce equal strings
    private @Nullable String text;

    private Text(byte[] utf8, @Nullable String text) {
      this.utf8 = utf8;
      this.text = text;
    }

    /**
     * Returns the text message of {@code utf8}, which from now on belongs to the message and must
     * have been validated: nothing is checked here.
     */
    public static Text ofValidUtf8(byte[] utf8) {
      return new Text(utf8, null);
    }

    private static byte[] encode(String text) {
      // checked first: getBytes would turn a lone surrogate into '?' without a word
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (Character.isSurrogate(c)) {
          boolean pair =
              Character.isHighSurrogate(c)
                  && i + 1 < text.length()
                  && Character.isLowSurrogate(text.charAt(i + 1));
          if (!pair) {
            throw new IllegalArgumentException(
                "text has a lone surrogate at index " + i + "; UTF-8 cannot carry it");
          }
          i++;
        }
      }
      return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int size() {
      return utf8.length;
    }

    @Override
    public byte[] bytes() {
      return utf8;
    }

    @Override
    public String text() {
      String decoded = text;
      if (decoded == null) {
        decoded = new String(utf8, StandardCharsets.UTF_8);
        text = decoded;
      }
      return decoded;
    }

    /** The text itself. */
    @Override
    public String toString() {
      return text();
    }
  }

  /** A binary message. */
  final class Binary implements Message {
    private final byte[] bytes;

    private Binary(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public int size() {
      return bytes.length;
    }

    @Override
    public byte[] bytes() {
      return bytes;
    }

    @Override
    public String text() {
      throw new IllegalStateException(
          "message is binary, " + bytes.length + " bytes; expected text");
    }

    @Override
    public String toString() {
      return "binary message of " + bytes.length + " bytes";
    }
  }
}
