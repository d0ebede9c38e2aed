package io.hawser.handshake;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Hosts that are written as addresses. Nothing here ever asks a resolver. */
public final class HostAddress {
  private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");

  private HostAddress() {}

  /**
   * Returns the address that {@code host} is, without its zone; null if it is a name.
   *
   * @param host IPv6 without brackets
   */
  public static @Nullable InetAddress parse(String host) {
    boolean ipv6 = host.indexOf(':') >= 0;
    if (!ipv6 && !IPV4.matcher(host).matches()) {
      return null;
    }
    try {
      // in brackets nothing but an address is looked for
      return InetAddress.getByName(ipv6 ? "[" + withoutZone(host) + "]" : host);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /** Returns the bytes of the address that {@code host} is. */
  static byte[] bytes(String host) {
    return Objects.requireNonNull(parse(host), "not an address").getAddress();
  }

  /** Returns the host without a zone, which means nothing to anyone but this machine (RFC 6874). */
  static String withoutZone(String host) {
    int percent = host.indexOf('%');
    return percent < 0 ? host : host.substring(0, percent);
  }
}
