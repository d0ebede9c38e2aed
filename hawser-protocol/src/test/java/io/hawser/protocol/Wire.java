package io.hawser.protocol;

import io.hawser.model.Role;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

/** Bytes as a test writes them down, and as a network may cut them. */
final class Wire {
  /** The key of the RFC's own examples (5.7). */
  static final int KEY = 0x37FA213D;

  /** Longer rows are cut near their ends and at some places between, not everywhere. */
  private static final int EVERYWHERE_BYTES = 300;

  private Wire() {}

  /**
   * Bytes of hexadecimal digits; blanks are ignored, and {@code AA*3} is {@code AA AA AA}.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  static byte[] hex(String text) {
    var bytes = new ByteArrayOutputStream();
    for (String word : text.strip().split("\\s+", -1)) {
      int star = word.indexOf('*');
      byte[] piece = HexFormat.of().parseHex(star < 0 ? word : word.substring(0, star));
      int times = star < 0 ? 1 : Integer.parseInt(word.substring(star + 1));
      for (int i = 0; i < times; i++) {
        bytes.writeBytes(piece);
      }
    }
    return bytes.toByteArray();
  }

  /** The frames of {@code hex}, written without masks, as an endpoint of this role gets them. */
  static byte[] sentTo(Role role, String hex) {
    return role == Role.SERVER ? masked(hex(hex), KEY) : hex(hex);
  }

  /** Masks each frame of {@code frames}; the last one may be cut short. */
  static byte[] masked(byte[] frames, int key) {
    var out = new ByteArrayOutputStream();
    int at = 0;
    while (at < frames.length) {
      int length = frames.length - at < 2 ? 0 : frames[at + 1] & 0x7F;
      int extended = length == 126 ? 2 : length == 127 ? 8 : 0;
      int header = Math.min(2 + extended, frames.length - at);
      for (int i = 0; i < header; i++) {
        out.write(i == 1 ? frames[at + i] | 0x80 : frames[at + i]);
      }
      if (header < 2 + extended) {
        return out.toByteArray();
      }
      if (extended > 0) {
        long announced = 0;
        for (int i = 2; i < header; i++) {
          announced = announced << 8 | (frames[at + i] & 0xFF);
        }
        length =
            (int)
                Math.min(
                    Long.compareUnsigned(announced, 1 << 30) > 0 ? 1 << 30 : announced, 1 << 30);
      }
      for (int shift = 24; shift >= 0; shift -= 8) {
        out.write(key >>> shift);
      }
      at += header;
      for (int i = 0; i < length && at < frames.length; i++, at++) {
        out.write(frames[at] ^ key >>> (24 - 8 * (i & 3)));
      }
    }
    return out.toByteArray();
  }

  /** The whole in one piece, in two at every place, and byte by byte. */
  static List<List<byte[]>> everySplit(byte[] bytes) {
    var splits = new ArrayList<List<byte[]>>();
    splits.add(List.of(bytes));
    var places = new TreeSet<Integer>();
    for (int at = 1; at < bytes.length; at++) {
      boolean nearAnEnd = at < 40 || at > bytes.length - 12;
      if (bytes.length <= EVERYWHERE_BYTES || nearAnEnd || at % (bytes.length / 16) == 1) {
        places.add(at);
      }
    }
    for (int at : places) {
      splits.add(List.of(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at, bytes.length)));
    }
    var single = new ArrayList<byte[]>();
    for (byte b : bytes) {
      single.add(new byte[] {b});
    }
    splits.add(single);
    return splits;
  }
}
