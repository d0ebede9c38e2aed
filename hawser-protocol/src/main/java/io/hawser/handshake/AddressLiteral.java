package io.hawser.handshake;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Addresses as text; names are none, so nothing is ever asked for over the network. */
final class AddressLiteral {
  private static final int IPV6_PARTS = 8;

  private AddressLiteral() {}

  /**
   * Returns the address that {@code text} is, or null if it is none: IPv4 in four decimal parts
   * without leading zeros (RFC 6943, 3.1.1), or IPv6 without brackets and zone (RFC 4291, 2.2).
   * IPv4-mapped addresses are IPv4.
   */
  static @Nullable InetAddress parse(String text) {
    byte[] bytes = text.indexOf(':') < 0 ? ipv4(text) : ipv6(text);
    if (bytes == null) {
      return null;
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static byte @Nullable [] ipv4(String text) {
    byte[] bytes = new byte[4];
    int start = 0;
    for (int i = 0; i < 4; i++) {
      int end = i == 3 ? text.length() : text.indexOf('.', start);
      int part = end < 0 ? -1 : decimal(text, start, end);
      if (part < 0) {
        return null;
      }
      bytes[i] = (byte) part;
      start = end + 1;
    }
    return bytes;
  }

  private static int decimal(String text, int start, int end) {
    int length = end - start;
    if (length < 1 || length > 3 || (length > 1 && text.charAt(start) == '0')) {
      return -1;
    }
    int value = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = 10 * value + (c - '0');
    }
    return value <= 255 ? value : -1;
  }

  private static byte @Nullable [] ipv6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      byte[] all = new byte[2 * IPV6_PARTS];
      return parts(text, all) == IPV6_PARTS ? all : null;
    }
    byte[] head = new byte[2 * IPV6_PARTS];
    byte[] tail = new byte[2 * IPV6_PARTS];
    int before = gap == 0 ? 0 : parts(text.substring(0, gap), head);
    int after = gap + 2 == text.length() ? 0 : parts(text.substring(gap + 2), tail);
    // "::" stands for at least one part; IPv4 can only be at the end
    if (before < 0
        || after < 0
        || before + after >= IPV6_PARTS
        || (text.indexOf('.') >= 0 && text.indexOf('.') < gap)) {
      return null;
    }
    System.arraycopy(tail, 0, head, 2 * (IPV6_PARTS - after), 2 * after);
    return head;
  }

  // Returns how many parts of 16 bits there were, or -1.
  private static int parts(String text, byte[] into) {
    int count = 0;
    int start = 0;
    while (true) {
      int colon = text.indexOf(':', start);
      int end = colon < 0 ? text.length() : colon;
      if (colon < 0 && text.indexOf('.', start) >= 0) {
        byte[] last = ipv4(text.substring(start));
        if (last == null || count > IPV6_PARTS - 2) {
          return -1;
        }
        System.arraycopy(last, 0, into, 2 * count, 4);
        return count + 2;
      }
      int part = hexadecimal(text, start, end);
      if (part < 0 || count == IPV6_PARTS) {
        return -1;
      }
      into[2 * count] = (byte) (part >> 8);
      into[2 * count + 1] = (byte) part;
      count++;
      if (colon < 0) {
        return count;
      }
      start = colon + 1;
    }
  }

  private static int hexadecimal(String text, int start, int end) {
    if (end == start || end - start > 4) {
      return -1;
    }
    int value = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (!PercentEncoding.isHexDigit(c)) {
        return -1;
      }
      value = 16 * value + Character.digit(c, 16);
    }
    return value;
  }
}
