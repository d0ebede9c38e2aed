package io.hawser.handshake;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which peers are proxies whose word counts. Immutable. */
public final class TrustedProxies {
  private static final TrustedProxies NONE = new TrustedProxies(List.of(), false);

  private final List<AddressRange> ranges;
  private final boolean unixSockets;

  private TrustedProxies(List<AddressRange> ranges, boolean unixSockets) {
    this.ranges = List.copyOf(ranges);
    this.unixSockets = unixSockets;
  }

  /** Returns the trust in nobody. */
  public static TrustedProxies none() {
    return NONE;
  }

  /**
   * Returns the trust in these.
   *
   * @param proxies each an address, a range such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}, or
   *     {@code unix} for whoever can open the server's Unix-domain sockets
   * @throws IllegalArgumentException if one is none of these
   */
  public static TrustedProxies of(List<String> proxies) {
    List<AddressRange> ranges = new ArrayList<>();
    boolean unixSockets = false;
    for (String proxy : proxies) {
      if (proxy.equals("unix")) {
        unixSockets = true;
      } else {
        ranges.add(AddressRange.parse(proxy));
      }
    }
    return new TrustedProxies(ranges, unixSockets);
  }

  /** Whether nobody is trusted. */
  public boolean isEmpty() {
    return ranges.isEmpty() && !unixSockets;
  }

  /**
   * Whether a peer is trusted.
   *
   * @param address null for the peers of Unix-domain sockets
   */
  public boolean contains(@Nullable InetAddress address) {
    if (address == null) {
      return unixSockets;
    }
    for (AddressRange range : ranges) {
      if (range.contains(address)) {
        return true;
      }
    }
    return false;
  }
}
