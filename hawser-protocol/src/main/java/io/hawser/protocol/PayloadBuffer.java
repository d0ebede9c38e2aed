package io.hawser.protocol;

import io.hawser.error.MessageTooBigException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One growing buffer for one message. It grows with what came, never with what was announced: at
 * most twice the bytes received, whatever a header says.
 */
final class PayloadBuffer {
  private static final byte[] EMPTY = {};

  private final int limitBytes;
  private byte[] bytes = EMPTY;
  private int size;

  /** Takes at most {@code limitBytes}. */
  PayloadBuffer(int limitBytes) {
    this.limitBytes = limitBytes;
  }

  int size() {
    return size;
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
      throw new MessageTooBigException(size + more, limitBytes);
    }
  }

  /**
   * Appends {@code length} bytes of {@code in}.
   *
   * @param expected how many bytes the frame still has, these included: a bound for growing, so
   *     that an array that is not cut short at the end needs no last copy
   */
  void append(ByteBuffer in, int length, long expected) {
    reserve(length, expected);
    in.get(bytes, size, length);
    size += length;
  }

  /** Appends a copy of these bytes. */
  void append(byte[] source, int offset, int length) {
    admit(length);
    reserve(length, limitBytes);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
  }

  /** Returns what was collected, and forgets it. */
  byte[] take() {
    byte[] whole = size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    bytes = EMPTY;
    size = 0;
    return whole;
  }

  /** Forgets what was collected. */
  void clear() {
    bytes = EMPTY;
    size = 0;
  }

  private void reserve(int more, long expected) {
    int needed = size + more;
    if (needed <= bytes.length) {
      return;
    }
    long doubled = 2L * needed;
    long useful = Math.min(size + expected, limitBytes);
    bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(doubled, useful)));
  }
}
