package io.hawser.protocol;

import io.hawser.error.MessageTooBigException;
import io.hawser.extension.SpareArrays;
import java.util.Arrays;

/**
 * One growing array for a payload that is complete before its caller returns, and is not kept: it
 * begins with a spare one, which goes back with {@link #close}.
 */
final class PayloadBuffer implements AutoCloseable {
  /** The largest array that every JVM gives. */
  private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;

  private byte[] bytes = SpareArrays.take();
  private boolean borrowed = true;
  private int size;

  int size() {
    return size;
  }

  /** The array behind the buffer; another one after the buffer has grown. */
  byte[] array() {
    return bytes;
  }

  /**
   * Appends a copy of these bytes, and makes room for them.
   *
   * @throws MessageTooBigException if they are more than an array holds
   */
  void append(byte[] source, int offset, int length) {
    long needed = (long) size + length;
    if (needed > MAX_ARRAY_BYTES) {
      throw new MessageTooBigException(needed, MAX_ARRAY_BYTES);
    }
    if (needed > bytes.length) {
      byte[] grown = Arrays.copyOf(bytes, (int) Math.min(2 * needed, MAX_ARRAY_BYTES));
      close();
      bytes = grown;
    }
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
  }

  /** Gives the array back, which must not be read any more. */
  @Override
  public void close() {
    if (borrowed) {
      borrowed = false;
      SpareArrays.give(bytes);
    }
  }
}
