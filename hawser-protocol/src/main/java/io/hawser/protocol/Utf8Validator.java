package io.hawser.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks UTF-8 as it arrives, and refuses the first byte that no valid text can have there (RFC
 * 6455, 8.1; RFC 3629).
 */
final class Utf8Validator {
  // little-endian on every machine: the first byte is the lowest, so trailing zeros find it
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private static final int INVALID = 0;
  private static final int CUT = -1;

  // of a character that the end of the last piece cut: continuation bytes still to come, and the
  // range of the next one
  private int missing;
  private int lowest;
  private int highest;

  /** Whether these bytes are valid UTF-8, from the first to the last. */
  static boolean isValid(byte[] bytes) {
    return skipWhole(bytes, 0, bytes.length) == bytes.length;
  }

  /** Begins another text. */
  void reset() {
    missing = 0;
  }

  /** Takes a piece of text; returns whether all that came so far can begin valid UTF-8. */
  boolean accept(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int i = offset;
    while (missing > 0 && i < end) {
      if (!resume(bytes[i++] & 0xFF)) {
        return false;
      }
    }
    i = skipWhole(bytes, i, end);
    return i == end || (character(bytes, i, end) == CUT && begin(bytes, i, end));
  }

  /** Whether the text may end here: not in the middle of a character. */
  boolean isComplete() {
    return missing == 0;
  }

  /**
   * Returns how many bytes before {@code end} begin a character that is not whole there.
   *
   * @param bytes up to {@code end} accepted, from the beginning of a character on
   */
  static int cutBytes(byte[] bytes, int end) {
    for (int back = 1; back <= 3 && back <= end; back++) {
      int b = bytes[end - back];
      if (b >= 0) {
        return 0;
      }
      if (!isContinuation(b)) {
        int size = b < (byte) 0xE0 ? 2 : b < (byte) 0xF0 ? 3 : 4;
        return size > back ? back : 0;
      }
    }
    return 0;
  }

  /** Returns where the first character is that is not valid or not whole; the end for none. */
  private static int skipWhole(byte[] bytes, int from, int end) {
    int i = skipAscii(bytes, from, end);
    while (i < end) {
      // scripts beyond ASCII come in runs
      do {
        int size = character(bytes, i, end);
        if (size <= INVALID) {
          return i;
        }
        i += size;
      } while (i < end && bytes[i] < 0);
      i = skipAscii(bytes, i, end);
    }
    return i;
  }

  /** Returns where the first byte is that is not ASCII; the end for none. */
  private static int skipAscii(byte[] bytes, int from, int end) {
    int i = from;
    while (i <= end - 32
        && (((long) LONG.get(bytes, i)
                    | (long) LONG.get(bytes, i + 8)
                    | (long) LONG.get(bytes, i + 16)
                    | (long) LONG.get(bytes, i + 24))
                & HIGH_BITS)
            == 0) {
      i += 32;
    }
    while (i <= end - 8) {
      long high = (long) LONG.get(bytes, i) & HIGH_BITS;
      if (high != 0) {
        return i + (Long.numberOfTrailingZeros(high) >>> 3);
      }
      i += 8;
    }
    if (i < end && end >= 8) {
      // the last eight bytes, without those that were seen before
      long high = ((long) LONG.get(bytes, end - 8) & HIGH_BITS) >>> (64 - 8 * (end - i));
      return high == 0 ? end : i + (Long.numberOfTrailingZeros(high) >>> 3);
    }
    while (i < end && bytes[i] >= 0) {
      i++;
    }
    return i;
  }

  /** Returns the size of the character at {@code i}, {@link #INVALID} or {@link #CUT}. */
  private static int character(byte[] bytes, int i, int end) {
    int b = bytes[i];
    if (b < (byte) 0xE0) {
      // C0 and C1 would be overlong
      if (b < (byte) 0xC2) {
        return INVALID;
      }
      return end - i < 2 ? CUT : isContinuation(bytes[i + 1]) ? 2 : INVALID;
    }
    if (b < (byte) 0xF0) {
      if (end - i < 3) {
        return CUT;
      }
      int second = bytes[i + 1];
      boolean valid =
          isContinuation(second)
              && isContinuation(bytes[i + 2])
              // overlong below, surrogates above
              && (b != (byte) 0xE0 || second >= (byte) 0xA0)
              && (b != (byte) 0xED || second < (byte) 0xA0);
      return valid ? 3 : INVALID;
    }
    if (b > (byte) 0xF4) {
      return INVALID;
    }
    if (end - i < 4) {
      return CUT;
    }
    int second = bytes[i + 1];
    boolean valid =
        isContinuation(second)
            && isContinuation(bytes[i + 2])
            && isContinuation(bytes[i + 3])
            // overlong below, beyond U+10FFFF above
            && (b != (byte) 0xF0 || second >= (byte) 0x90)
            && (b != (byte) 0xF4 || second < (byte) 0x90);
    return valid ? 4 : INVALID;
  }

  private static boolean isContinuation(int b) {
    return b < (byte) 0xC0;
  }

  /** Begins a character that {@code end} cuts; what is there of it is checked at once. */
  private boolean begin(byte[] bytes, int i, int end) {
    int lead = bytes[i] & 0xFF;
    missing = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    for (int at = i + 1; at < end; at++) {
      if (!resume(bytes[at] & 0xFF)) {
        return false;
      }
    }
    return true;
  }

  private boolean resume(int b) {
    if (b < lowest || b > highest) {
      return false;
    }
    lowest = 0x80;
    highest = 0xBF;
    missing--;
    return true;
  }
}
