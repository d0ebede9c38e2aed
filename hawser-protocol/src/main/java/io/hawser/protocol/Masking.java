package io.hawser.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The XOR of a client's payloads (RFC 6455, 5.3), eight bytes at a time at least.
 *
 * <p>A key is an int whose highest byte masks the first byte of the payload.
 */
final class Masking {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  // of the machine's order, whatever the buffer's
  private static final VarHandle BUFFER_LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle BUFFER_INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  /** Pieces of this size stay in the nearest cache; a multiple of the key, which need not turn. */
  private static final int PIECE_BYTES = 8192;

  /** Up to here it costs more to begin a copy than to take eight bytes at a time. */
  static final int SHORT_BYTES = 64;

  private Masking() {}

  /**
   * Takes {@code length} bytes of {@code in}, unmasked.
   *
   * @param key 0 for what is not masked
   * @return whether they are ASCII
   */
  static boolean take(ByteBuffer in, byte[] bytes, int offset, int length, int key) {
    if (length <= SHORT_BYTES) {
      return takeShort(in, bytes, offset, length, key);
    }
    boolean ascii = true;
    for (int done = 0; done < length; done += PIECE_BYTES) {
      int size = Math.min(PIECE_BYTES, length - done);
      in.get(bytes, offset + done, size);
      ascii &= apply(bytes, offset + done, size, key);
    }
    return ascii;
  }

  /** The same in one pass. */
  private static boolean takeShort(ByteBuffer in, byte[] bytes, int offset, int length, int key) {
    long pattern = pattern(key);
    long seen = 0;
    int at = in.position();
    int i = offset;
    int end = offset + length;
    for (; i <= end - 8; i += 8, at += 8) {
      long a = (long) BUFFER_LONG.get(in, at) ^ pattern;
      LONG.set(bytes, i, a);
      seen |= a;
    }
    if (i <= end - 4) {
      int a = (int) BUFFER_INT.get(in, at) ^ (int) pattern;
      INT.set(bytes, i, a);
      seen |= a;
      i += 4;
      at += 4;
    }
    for (int shift = 24; i < end; i++, at++, shift -= 8) {
      bytes[i] = (byte) (in.get(at) ^ key >>> shift);
      seen |= bytes[i];
    }
    in.position(at);
    return (seen & HIGH_BITS) == 0;
  }

  /**
   * Masks, or unmasks, in place; the byte at {@code offset} meets the first byte of the key.
   *
   * @return whether all that came of it is ASCII: found out on the way, at next to no cost
   */
  static boolean apply(byte[] bytes, int offset, int length, int key) {
    long pattern = pattern(key);
    long seen = 0;
    int i = offset;
    int end = offset + length;
    // as plain as it is, C2 makes vectors of it; unrolled by hand it would not
    for (; i <= end - 8; i += 8) {
      long a = (long) LONG.get(bytes, i) ^ pattern;
      LONG.set(bytes, i, a);
      seen |= a;
    }
    if (i <= end - 4) {
      int a = (int) INT.get(bytes, i) ^ (int) pattern;
      INT.set(bytes, i, a);
      seen |= a;
      i += 4;
    }
    for (int shift = 24; i < end; i++, shift -= 8) {
      bytes[i] ^= (byte) (key >>> shift);
      seen |= bytes[i];
    }
    return (seen & HIGH_BITS) == 0;
  }

  /** Puts the masked payload into {@code out}, which has room for it. */
  static void put(byte[] bytes, int offset, int length, int key, ByteBuffer out) {
    int at = out.position();
    if (out.hasArray()) {
      out.put(bytes, offset, length);
      apply(out.array(), out.arrayOffset() + at, length, key);
      return;
    }
    long pattern = pattern(key);
    int i = offset;
    int end = offset + length;
    for (; i <= end - 8; i += 8, at += 8) {
      BUFFER_LONG.set(out, at, (long) LONG.get(bytes, i) ^ pattern);
    }
    if (i <= end - 4) {
      BUFFER_INT.set(out, at, (int) INT.get(bytes, i) ^ (int) pattern);
      i += 4;
      at += 4;
    }
    for (int shift = 24; i < end; i++, at++, shift -= 8) {
      out.put(at, (byte) (bytes[i] ^ key >>> shift));
    }
    out.position(at);
  }

  /** Returns the key for the rest of a payload whose first {@code done} bytes have been masked. */
  static int rotate(int key, int done) {
    return Integer.rotateLeft(key, (done & 3) << 3);
  }

  private static long pattern(int key) {
    long twice = (key & 0xFFFF_FFFFL) << 32 | (key & 0xFFFF_FFFFL);
    return LITTLE_ENDIAN ? Long.reverseBytes(twice) : twice;
  }
}
