package io.hawser.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
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

  /**
   * The payload itself: UTF-8 for text. Owned by the message; do not write into it. The parts of a
   * large message that came in several become one array at the first call, and are forgotten.
   */
  byte[] bytes();

  /**
   * The payload in the arrays it lies in, one behind the other, none of them empty unless the
   * payload is: the same bytes as {@link #bytes()}, but nothing is copied. A received message of
   * more than 128 KiB lies in several; whoever hands it on, or writes it somewhere, needs no other
   * array. The text of a part is not UTF-8 by itself: parts end anywhere. Owned by the message; do
   * not write into them.
   */
  List<byte[]> parts();

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
    return new Text(text.getBytes(StandardCharsets.UTF_8), null, text);
  }

  /** Returns a binary message around {@code bytes}, which from now on belong to the message. */
  static Binary binary(byte[] bytes) {
    return new Binary(bytes, null);
  }

  /** A text message; its UTF-8 is valid. */
  final class Text implements Message {
    /** Null if it lies in parts. */
    private final byte @Nullable [] utf8;

    private final @Nullable Parts parts;

    // decoding twice is harmless: racing threads produce equal strings
    private @Nullable String text;

    private Text(byte @Nullable [] utf8, @Nullable Parts parts, @Nullable String text) {
      this.utf8 = utf8;
      this.parts = parts;
      this.text = text;
    }

    /**
     * Returns the text message of {@code utf8}, which from now on belongs to the message and must
     * have been validated: nothing is checked here.
     */
    public static Text ofValidUtf8(byte[] utf8) {
      return new Text(utf8, null, null);
    }

    /**
     * Returns the same of UTF-8 that lies in several arrays, one behind the other; none is empty.
     *
     * @throws ArithmeticException if they are more than an array holds
     */
    public static Text ofValidUtf8Parts(List<byte[]> parts) {
      return new Text(null, new Parts(parts), null);
    }

    @Override
    public int size() {
      return Parts.size(utf8, parts);
    }

    @Override
    public byte[] bytes() {
      return Parts.whole(utf8, parts);
    }

    @Override
    public List<byte[]> parts() {
      return Parts.inOrder(utf8, parts);
    }

    @Override
    public String text() {
      String decoded = text;
      if (decoded == null) {
        decoded = new String(bytes(), StandardCharsets.UTF_8);
        text = decoded;
      }
      return decoded;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Text message && Arrays.equals(bytes(), message.bytes());
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes());
    }

    /** The text itself. */
    @Override
    public String toString() {
      return text();
    }
  }

  /** A binary message. */
  final class Binary implements Message {
    /** Null if they lie in parts. */
    private final byte @Nullable [] bytes;

    private final @Nullable Parts parts;

    private Binary(byte @Nullable [] bytes, @Nullable Parts parts) {
      this.bytes = bytes;
      this.parts = parts;
    }

    /**
     * Returns the message of what lies in several arrays, one behind the other, which from now on
     * belong to the message; none is empty.
     *
     * @throws ArithmeticException if they are more than an array holds
     */
    public static Binary ofParts(List<byte[]> parts) {
      return new Binary(null, new Parts(parts));
    }

    @Override
    public int size() {
      return Parts.size(bytes, parts);
    }

    @Override
    public byte[] bytes() {
      return Parts.whole(bytes, parts);
    }

    @Override
    public List<byte[]> parts() {
      return Parts.inOrder(bytes, parts);
    }

    @Override
    public String text() {
      throw new IllegalStateException("message is binary, " + size() + " bytes; expected text");
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Binary message && Arrays.equals(bytes(), message.bytes());
    }

    @Override
    public int hashCode() {
      return ~Arrays.hashCode(bytes());
    }

    @Override
    public String toString() {
      return "binary message of " + size() + " bytes";
    }
  }
}
