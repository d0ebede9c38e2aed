package io.hawser.handshake;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** The addresses that begin with the same bits (RFC 4632, 3.1). */
record AddressRange(InetAddress first, int prefix) {
  /**
   * Returns the range that {@code text} names, such as {@code 10.0.0.0/8}, or a single address.
   *
   * @throws IllegalArgumentException if it names none, or has bits behind its prefix
   */
  static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    InetAddress first = AddressLiteral.parse(slash < 0 ? text : text.substring(0, slash));
    if (first == null) {
      throw invalid(text, "must be an address or a range such as 10.0.0.0/8");
    }
    int bits = 8 * first.getAddress().length;
    int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1));
    if (prefix < 0 || prefix > bits) {
      throw invalid(text, "its prefix must be from 0 to " + bits);
    }
    if (!hasNoBitsFrom(prefix, first.getAddress())) {
      throw invalid(text, "must have no bits behind its prefix");
    }
    return new AddressRange(first, prefix);
  }

  boolean contains(InetAddress address) {
    byte[] mine = first.getAddress();
    byte[] other = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    for (int i = 0; i < mine.length; i++) {
      mine[i] ^= other[i];
    }
    return hasNoBitsUpTo(prefix, mine);
  }

  private static int prefix(String digits) {
    if (digits.isEmpty()
        || digits.length() > 3
        || (digits.length() > 1 && digits.charAt(0) == '0')) {
      return -1;
    }
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return -1;
      }
    }
    return Integer.parseInt(digits);
  }

  private static boolean hasNoBitsUpTo(int end, byte[] bytes) {
    for (int bit = 0; bit < end; bit++) {
      if (isSet(bytes, bit)) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasNoBitsFrom(int start, byte[] bytes) {
    for (int bit = start; bit < 8 * bytes.length; bit++) {
      if (isSet(bytes, bit)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSet(byte[] bytes, int bit) {
    return (bytes[bit / 8] & (0x80 >> (bit % 8))) != 0;
  }

  private static IllegalArgumentException invalid(@Nullable String text, String expected) {
    return new IllegalArgumentException(
        "trustedProxies: " + Printable.of(String.valueOf(text)) + "; " + expected);
  }
}
