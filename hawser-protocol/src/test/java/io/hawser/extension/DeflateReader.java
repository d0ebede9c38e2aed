package io.hawser.extension;

import java.util.Arrays;

/**
 * Expands DEFLATE (RFC 1951) slowly and strictly, independent of zlib, and measures how far back
 * the data refers. Knows whole messages of permessage-deflate only.
 */
final class DeflateReader {
  private static final byte[] TAIL = {0, 0, -1, -1, 1, 0, 0, -1, -1};

  private static final int[] LENGTHS = {
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
    163, 195, 227, 258
  };
  private static final int[] LENGTH_BITS = {
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
  };
  private static final int[] ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };

  private byte[] in = {};
  private long bit;
  private long messageBits;
  private byte[] out = new byte[1024];
  private int size;
  private int windowStart;
  private int maxDistance;

  /** The longest distance in any message so far. */
  int maxDistance() {
    return maxDistance;
  }

  /** Forgets what came before, as without context takeover. */
  void reset() {
    size = 0;
    windowStart = 0;
  }

  /**
   * Expands a message, of which the last four bytes are not there.
   *
   * @throws IllegalArgumentException if it is not DEFLATE, or is cut short
   */
  byte[] message(byte[] compressed) {
    in = Arrays.copyOf(compressed, compressed.length + TAIL.length);
    System.arraycopy(TAIL, 0, in, compressed.length, TAIL.length);
    bit = 0;
    messageBits = compressed.length * 8L;
    int start = size;
    while (true) {
      boolean last = bits(1) == 1;
      switch (bits(2)) {
        case 0 -> stored();
        case 1 -> compressed(fixedLengths(), new Code(lengths(30, 5)));
        case 2 -> dynamic();
        default -> throw invalid("block type 3");
      }
      if (last) {
        bit = (bit + 7) / 8 * 8;
        if (bit == messageBits || bit == in.length * 8L) {
          break;
        }
        check(bit < messageBits, "cut short");
        windowStart = size;
      }
    }
    if (bit == messageBits) {
      windowStart = size;
    }
    return Arrays.copyOfRange(out, start, size);
  }

  private void stored() {
    bit = (bit + 7) / 8 * 8;
    int length = bits(16);
    check(length == (bits(16) ^ 0xFFFF), "stored length");
    for (int i = 0; i < length; i++) {
      emit((byte) bits(8));
    }
  }

  private void dynamic() {
    int literals = 257 + bits(5);
    int distances = 1 + bits(5);
    int codes = 4 + bits(4);
    check(literals <= 286 && distances <= 30, "too many symbols");
    int[] lengths = new int[19];
    for (int i = 0; i < codes; i++) {
      lengths[ORDER[i]] = bits(3);
    }
    var code = new Code(lengths);
    check(code.complete, "incomplete code of lengths");
    int[] both = new int[literals + distances];
    for (int i = 0; i < both.length; ) {
      int symbol = code.next();
      if (symbol < 16) {
        both[i++] = symbol;
        continue;
      }
      check(symbol > 16 || i > 0, "nothing to repeat");
      int value = symbol == 16 ? both[i - 1] : 0;
      int times = symbol == 16 ? 3 + bits(2) : symbol == 17 ? 3 + bits(3) : 11 + bits(7);
      check(i + times <= both.length, "too many lengths");
      Arrays.fill(both, i, i + times, value);
      i += times;
    }
    check(both[256] > 0, "no end of block");
    var literal = new Code(Arrays.copyOf(both, literals));
    var distance = new Code(Arrays.copyOfRange(both, literals, both.length));
    check(literal.complete || literal.longest == 1, "incomplete literals");
    check(distance.complete || distance.longest <= 1, "incomplete distances");
    compressed(literal, distance);
  }

  private void compressed(Code literals, Code distances) {
    while (true) {
      int symbol = literals.next();
      if (symbol == 256) {
        return;
      }
      if (symbol < 256) {
        emit((byte) symbol);
        continue;
      }
      check(symbol <= 285, "length symbol");
      int length = LENGTHS[symbol - 257] + bits(LENGTH_BITS[symbol - 257]);
      int base = distances.next();
      check(base < 30, "distance symbol");
      int extra = Math.max(0, base / 2 - 1);
      int distance = base < 4 ? base + 1 : ((2 + base % 2) << extra) + 1 + bits(extra);
      check(distance <= size - windowStart && distance <= 32_768, "too far back");
      maxDistance = Math.max(maxDistance, distance);
      for (int i = 0; i < length; i++) {
        emit(out[size - distance]);
      }
    }
  }

  private void emit(byte b) {
    check(bit <= messageBits, "cut short");
    if (size == out.length) {
      out = Arrays.copyOf(out, 2 * size);
    }
    out[size++] = b;
  }

  private int bits(int count) {
    int value = 0;
    for (int i = 0; i < count; i++, bit++) {
      check(bit < in.length * 8L, "cut short");
      value |= (in[(int) (bit / 8)] >> (bit % 8) & 1) << i;
    }
    return value;
  }

  private Code fixedLengths() {
    int[] lengths = lengths(288, 8);
    Arrays.fill(lengths, 144, 256, 9);
    Arrays.fill(lengths, 256, 280, 7);
    return new Code(lengths);
  }

  private static int[] lengths(int symbols, int length) {
    int[] lengths = new int[symbols];
    Arrays.fill(lengths, length);
    return lengths;
  }

  private static void check(boolean valid, String fault) {
    if (!valid) {
      throw invalid(fault);
    }
  }

  private static IllegalArgumentException invalid(String fault) {
    return new IllegalArgumentException("not DEFLATE: " + fault);
  }

  /** A canonical Huffman code (RFC 1951, 3.2.2). */
  private final class Code {
    final boolean complete;
    final int longest;
    private final int[] counts = new int[16];
    private final int[] symbols;

    Code(int[] lengths) {
      for (int length : lengths) {
        counts[length]++;
      }
      counts[0] = 0;
      int left = 1;
      int most = 0;
      int[] offsets = new int[17];
      for (int length = 1; length < 16; length++) {
        left = 2 * left - counts[length];
        check(left >= 0, "oversubscribed");
        most = counts[length] > 0 ? length : most;
        offsets[length + 1] = offsets[length] + counts[length];
      }
      complete = left == 0;
      longest = most;
      symbols = new int[lengths.length];
      for (int symbol = 0; symbol < lengths.length; symbol++) {
        if (lengths[symbol] > 0) {
          symbols[offsets[lengths[symbol]]++] = symbol;
        }
      }
    }

    int next() {
      int code = 0;
      int first = 0;
      int index = 0;
      for (int length = 1; length < 16; length++) {
        code |= bits(1);
        if (code - first < counts[length]) {
          return symbols[index + code - first];
        }
        index += counts[length];
        first = (first + counts[length]) << 1;
        code <<= 1;
      }
      throw invalid("no such symbol");
    }
  }
}
