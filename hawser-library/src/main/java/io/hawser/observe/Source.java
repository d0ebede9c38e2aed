package io.hawser.observe;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * Who is taken for one and the same peer, whatever connections it opens: an IPv4 address, or the
 * first 64 bits of an IPv6 address, as whoever has one address of such a network has all of them.
 * Or nobody in particular: {@link #none()}. Immutable.
 */
public final class Source {
  private static final Source NONE = new Source(Family.NONE, 0);

  // so that nobody can choose addresses whose hash codes are the same
  private static final long SEED = new SecureRandom().nextLong();

  private final Family family;
  private final long bits;

  private enum Family {
    NONE,
    IPV4,
    IPV6,
    /** ::1, which shares its network with no other host. */
    IPV6_LOOPBACK
  }

  private Source(Family family, long bits) {
    this.family = family;
    this.bits = bits;
  }

  /** Returns the source of peers that are not told apart, such as those of a Unix-domain socket. */
  public static Source none() {
    return NONE;
  }

  /** Returns the source that an address belongs to. An IPv4-mapped IPv6 address is an IPv4 one. */
  public static Source of(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    if (bytes.remaining() == 4) {
      return new Source(Family.IPV4, Integer.toUnsignedLong(bytes.getInt()));
    }
    long network = bytes.getLong();
    long host = bytes.getLong();
    // RFC 4291, 2.5.5.2: ::ffff:a.b.c.d
    if (network == 0 && host >>> 32 == 0xffff) {
      return new Source(Family.IPV4, host & 0xffff_ffffL);
    }
    if (network == 0 && host == 1) {
      return new Source(Family.IPV6_LOOPBACK, 1);
    }
    return new Source(Family.IPV6, network);
  }

  /** Returns the source of a socket's address: none, unless it is an internet address. */
  public static Source of(@Nullable SocketAddress address) {
    return address instanceof InetSocketAddress inet && inet.getAddress() != null
        ? of(inet.getAddress())
        : NONE;
  }

  /** Whether this is {@link #none()}. */
  public boolean isNone() {
    return family == Family.NONE;
  }

  /** Whether it is this machine: 127.0.0.0/8 or ::1. */
  public boolean isLoopback() {
    return family == Family.IPV6_LOOPBACK || (family == Family.IPV4 && bits >>> 24 == 127);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Source source && source.family == family && source.bits == bits;
  }

  @Override
  public int hashCode() {
    // the finalizer of SplitMix64: every bit of the input may turn every bit of the result
    long h = bits ^ SEED;
    h = (h ^ (h >>> 30)) * 0xbf58476d1ce4e5b9L;
    h = (h ^ (h >>> 27)) * 0x94d049bb133111ebL;
    return (int) (h ^ (h >>> 31));
  }

  /** Such as {@code 203.0.113.7}, {@code 2001:db8:0:1::/64}, {@code ::1} or {@code none}. */
  @Override
  public String toString() {
    return switch (family) {
      case NONE -> "none";
      case IPV4 -> "%d.%d.%d.%d".formatted(part(24, 8), part(16, 8), part(8, 8), part(0, 8));
      case IPV6 ->
          "%x:%x:%x:%x::/64".formatted(part(48, 16), part(32, 16), part(16, 16), part(0, 16));
      case IPV6_LOOPBACK -> "::1";
    };
  }

  private long part(int shift, int width) {
    return (bits >>> shift) & ((1L << width) - 1);
  }
}
