package io.hawser.protocol;

/** UTF-8 by the table of RFC 3629, section 4, one byte after another: slow and plain. */
final class Utf8Reference {
  private Utf8Reference() {}

  /** Index of the first byte that no valid text can have there, or {@code length}. */
  static int firstImpossible(byte[] bytes, int length) {
    int at = 0;
    while (at < length) {
      int end = Math.min(length, at + size(bytes[at] & 0xFF));
      if (end == at) {
        return at;
      }
      for (int i = at + 1; i < end; i++) {
        int lead = i == at + 1 ? bytes[at] & 0xFF : 0;
        int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        int b = bytes[i] & 0xFF;
        if (b < low || b > high) {
          return i;
        }
      }
      at = end;
    }
    return length;
  }

  /** Whether possible bytes end behind a whole character. */
  static boolean isWhole(byte[] bytes, int length) {
    int at = 0;
    while (at < length) {
      at += Math.max(1, size(bytes[at] & 0xFF));
    }
    return at == length;
  }

  /** Size of the character that {@code lead} begins; 0 if none. */
  private static int size(int lead) {
    if (lead < 0x80) {
      return 1;
    }
    if (lead < 0xC2 || lead > 0xF4) {
      return 0;
    }
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  }
}
