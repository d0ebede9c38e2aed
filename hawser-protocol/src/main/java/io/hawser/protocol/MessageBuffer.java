package io.hawser.protocol;

import io.hawser.error.MessageTooBigException;
import io.hawser.extension.SpareArrays;
import io.hawser.model.Message;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has come of one message. It grows with what came, never with what was announced: at most
 * twice the bytes received, whatever a header says.
 *
 * <p>What is large lies in several arrays, and stays there: nothing large is copied again, nor is
 * there a large array that collectors could not move about.
 */
final class MessageBuffer {
  private static final byte[] EMPTY = {};

  /** The largest array that every JVM gives. */
  private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;

  /** How large an array is that is one of several, and half of the largest that is not. */
  private static final int PART_BYTES = SpareArrays.BYTES;

  /** What came before {@link #bytes}, each of them full; null while all is there. */
  private @Nullable List<byte[]> full;

  private byte[] bytes = EMPTY;
  private boolean borrowed;
  private int end;

  int size() {
    return (full == null ? 0 : full.size() * PART_BYTES) + end;
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
    if (whole >= 0 && whole <= 2 * PART_BYTES && 2 * needed >= whole && full == null) {
      move(new byte[(int) whole]);
    } else if (end == PART_BYTES) {
      addPart(whole < 0 ? PART_BYTES : (int) Math.min(PART_BYTES, whole - size()));
    } else if (2 * needed <= PART_BYTES) {
      move(new byte[(int) (2 * needed)]);
    } else if (whole >= 0) {
      move(new byte[PART_BYTES]);
    } else {
      move(SpareArrays.take());
      borrowed = true;
    }
  }

  /** Goes on in another array, with what the one holds that was filled. */
  private void move(byte[] other) {
    System.arraycopy(bytes, 0, other, 0, end);
    giveBack();
    bytes = other;
  }

  /** Goes on in another array, behind the one that is full. */
  private void addPart(int length) {
    if (full == null) {
      full = new ArrayList<>();
    }
    if (borrowed) {
      full.add(bytes.clone());
    } else {
      full.add(bytes);
      bytes = new byte[length];
    }
    end = 0;
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

  /** Returns what was collected as a message, and forgets it. */
  Message take(boolean text) {
    byte[] last = end == bytes.length && !borrowed ? bytes : Arrays.copyOf(bytes, end);
    List<byte[]> parts = full;
    full = null;
    clear();
    if (parts == null) {
      return text ? Message.Text.ofValidUtf8(last) : Message.binary(last);
    }
    if (last.length > 0) {
      parts.add(last);
    }
    return text ? Message.Text.ofValidUtf8Parts(parts) : Message.Binary.ofParts(parts);
  }

  /** Forgets what was collected. */
  void clear() {
    full = null;
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
