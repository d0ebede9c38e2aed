package io.hawser.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A payload that lies in several arrays, until it is first wanted as one. Safe from any thread.
 *
 * <p>Nearly all messages have one array, and nothing of this: so there are methods for either.
 */
final class Parts {
  private final int size;

  /** One behind the other; a single one as soon as all are one array. */
  private volatile List<byte[]> parts;

  Parts(List<byte[]> parts) {
    this.parts = List.copyOf(parts);
    int bytes = 0;
    for (byte[] part : parts) {
      bytes = Math.addExact(bytes, part.length);
    }
    this.size = bytes;
  }

  /** How large a payload is that is either of these. */
  static int size(byte @Nullable [] array, @Nullable Parts parts) {
    return array == null ? Objects.requireNonNull(parts).size : array.length;
  }

  /** Returns the arrays of a payload that is either of these. */
  static List<byte[]> inOrder(byte @Nullable [] array, @Nullable Parts parts) {
    return array == null ? Objects.requireNonNull(parts).parts : List.of(array);
  }

  /** Returns the one array of a payload that is either of these. */
  static byte[] whole(byte @Nullable [] array, @Nullable Parts parts) {
    return array == null ? Objects.requireNonNull(parts).gathered() : array;
  }

  private byte[] gathered() {
    List<byte[]> known = parts;
    if (known.size() == 1) {
      return known.getFirst();
    }
    // doing it twice is harmless: racing threads copy the same bytes
    var whole = new byte[size];
    int at = 0;
    for (byte[] part : known) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    parts = List.of(whole);
    return whole;
  }
}
