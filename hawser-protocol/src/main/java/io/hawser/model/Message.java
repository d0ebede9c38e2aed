package io.hawser.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A whole message: text or binary (RFC 6455, 5.6).
 *
 * <p>Immutable as long as nobody writes into an array that {@link #bytes()} handed out; then safe
 * from any thread. Equal are messages of the same kind with the same payload.
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
    Surrogates.requirePaired("text", text);
    return new Text(text.getBytes(StandardCharsets.UTF_8), text);
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

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Text message && Arrays.equals(utf8, message.utf8);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(utf8);
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
    public boolean equals(@Nullable Object other) {
      return other instanceof Binary message && Arrays.equals(bytes, message.bytes);
    }

    @Override
    public int hashCode() {
      return ~Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "binary message of " + bytes.length + " bytes";
    }
  }
}
