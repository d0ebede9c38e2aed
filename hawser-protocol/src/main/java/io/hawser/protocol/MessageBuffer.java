package io.hawser.protocol;

import io.hawser.error.MessageTooBigException;
import io.hawser.extension.SpareArrays;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has come of one message. It grows with what came, never with what was announced: at most
 * twice the bytes received, whatever a header says.
 *
 * <p>What is large and far from whole lies in spare arrays, one behind the other. So nothing large
 * is copied more than once, nor made anew for every message, to be moved about by collectors.
 */
final class MessageBuffer {
  private static final byte[] EMPTY = {};

  /** The largest array that every JVM gives. */
  private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;

  /** What came before {@link #bytes}, each of them full; null while all is there. */
  private @Nullable List<byte[]> full;

  private byte[] bytes = EMPTY;
  private boolean borrowed;
  private int end;

  int size() {
    return (full == null ? 0 : full.size() * SpareArrays.BYTES) + end;
  }

  /** How much memory it takes. */
  int heldBytes() {
    return size() - end + bytes.length;
  }

  /** Where what was appended last ends in {@link #array}. */
  int end() {
    return end;
  }

  /** The array that is filled now; another one after the buffer has grown. */
  byte[] array() {
    return bytes;
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

  /**
   * Fails if the message would grow over its limit.
   *
   * @throws MessageTooBigException if {@code more} bytes do not fit any more
   */
  void admit(long more, int limitBytes) {
    if (more > Math.min(limitBytes, MAX_ARRAY_BYTES) - size()) {
      long whole = size() + more;
      // an announced 2^63 - 1 and what came before it are more than a long holds
      throw new MessageTooBigException(whole < 0 ? Long.MAX_VALUE : whole, limitBytes);
    }
  }

  /**
   * Makes room for bytes that have come.
   *
   * @param more how many they are, at least one
   * @param left how many the message will still get, these included; -1 if that is not known
   * @return for how many of them there is room now, at least one
   */
  int reserve(int more, long left) {
    if (end == bytes.length) {
      grow(size() + (long) more, left < 0 ? -1 : size() + left);
    }
    return Math.min(more, bytes.length - end);
  }

  private void grow(long needed, long whole) {
    if (whole >= 0 && 2 * needed >= whole) {
      gather((int) whole);
    } else if (2 * needed <= SpareArrays.BYTES) {
      move(new byte[(int) (2 * needed)]);
    } else if (end < SpareArrays.BYTES) {
      move(SpareArrays.take());
      borrowed = true;
    } else {
      if (full == null) {
        full = new ArrayList<>();
      }
      full.add(bytes);
      bytes = SpareArrays.take();
      end = 0;
    }
  }

  /** Goes on in another array, with what the one holds that was filled. */
  private void move(byte[] other) {
    System.arraycopy(bytes, 0, other, 0, end);
    giveBack();
    bytes = other;
  }

  /** Goes on in one array for all. */
  private void gather(int size) {
    int done = size();
    byte[] whole = copy(size);
    clear();
    bytes = whole;
    end = done;
  }

  private byte[] copy(int length) {
    if (full == null) {
      return Arrays.copyOf(bytes, length);
    }
    var whole = new byte[length];
    int at = 0;
    for (byte[] piece : full) {
      System.arraycopy(piece, 0, whole, at, piece.length);
      at += piece.length;
    }
    System.arraycopy(bytes, 0, whole, at, end);
    return whole;
  }

  /**
   * Appends {@code length} bytes of {@code in}, unmasked, for which there is room.
   *
   * @return whether they are ASCII
   */
  boolean append(ByteBuffer in, int length, int key) {
    boolean ascii = Masking.take(in, bytes, end, length, key);
    end += length;
    return ascii;
  }

  /** Appends a copy of these bytes, and makes room for them. */
  void append(byte[] source, int offset, int length, int limitBytes) {
    admit(length, limitBytes);
    for (int done = 0; done < length; ) {
      int size = reserve(length - done, -1);
      System.arraycopy(source, offset + done, bytes, end, size);
      end += size;
      done += size;
    }
  }

  /** Returns what was collected, and forgets it. */
  byte[] take() {
    byte[] whole = full == null && end == bytes.length && !borrowed ? bytes : copy(size());
    clear();
    return whole;
  }

  /** Forgets what was collected. */
  void clear() {
    if (full != null) {
      full.forEach(SpareArrays::give);
      full = null;
    }
    giveBack();
    bytes = EMPTY;
    end = 0;
  }

  private void giveBack() {
    if (borrowed) {
      borrowed = false;
      SpareArrays.give(bytes);
    }
  }
}
