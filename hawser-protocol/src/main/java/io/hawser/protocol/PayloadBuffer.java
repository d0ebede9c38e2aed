package io.hawser.protocol;

import io.hawser.error.MessageTooBigException;
import io.hawser.extension.SpareArrays;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One growing buffer for one message. It grows with what came, never with what was announced: at
 * most twice the bytes received, whatever a header says.
 */
final class PayloadBuffer {
  private static final byte[] EMPTY = {};

  /** The largest array that every JVM gives. */
  private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;

  private final int limitBytes;
  private byte[] bytes = EMPTY;
  private boolean borrowed;
  private int size;

  /** Takes at most {@code limitBytes}. */
  PayloadBuffer(int limitBytes) {
    this.limitBytes = Math.min(limitBytes, MAX_ARRAY_BYTES);
  }

  int size() {
    return size;
  }

  /**
   * Begins with a spare array, if empty: for a message that is complete before the caller returns,
   * whose size is not known before. The array goes back with {@link #take} or {@link #clear}.
   */
  void borrow() {
    if (bytes.length == 0) {
      bytes = SpareArrays.take();
      borrowed = true;
    }
  }

  /** The array behind the buffer; another one after the buffer has grown. */
  byte[] array() {
    return bytes;
  }

  /**
   * Fails if the message would grow over its limit.
   *
   * @throws MessageTooBigException if {@code more} bytes do not fit any more
   */
  void admit(long more) {
    if (more > limitBytes - size) {
      long whole = size + more;
      // an announced 2^63 - 1 and what came before it are more than a long holds
      throw new MessageTooBigException(whole < 0 ? Long.MAX_VALUE : whole, limitBytes);
    }
  }

  /**
   * Makes room for {@code more} bytes that have come.
   *
   * @param atMost how many bytes the message may still get, these included: a bound for growing, so
   *     that an array that ends with its message needs no last copy
   */
  void reserve(int more, long atMost) {
    int needed = size + more;
    if (needed <= bytes.length) {
      return;
    }
    long doubled = 2L * needed;
    long useful = Math.min(size + atMost, limitBytes);
    var grown = new byte[(int) Math.max(needed, Math.min(doubled, useful))];
    if (size > 0) {
      System.arraycopy(bytes, 0, grown, 0, size);
    }
    giveBack();
    bytes = grown;
  }

  /** Appends {@code length} bytes of {@code in}, for which there is room. */
  void append(ByteBuffer in, int length) {
    in.get(bytes, size, length);
    size += length;
  }

  /** Appends a copy of these bytes, and makes room for them. */
  void append(byte[] source, int offset, int length) {
    admit(length);
    reserve(length, limitBytes);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
  }

  /** Returns what was collected, and forgets it. */
  byte[] take() {
    byte[] whole = size == bytes.length && !borrowed ? bytes : Arrays.copyOf(bytes, size);
    clear();
    return whole;
  }

  /** Forgets what was collected. */
  void clear() {
    giveBack();
    bytes = EMPTY;
    size = 0;
  }

  private void giveBack() {
    if (borrowed) {
      borrowed = false;
      SpareArrays.give(bytes);
    }
  }
}
