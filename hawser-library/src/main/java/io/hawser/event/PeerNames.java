package io.hawser.event;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** How peers are called in logs. */
final class PeerNames {
  private static final int NETWORK_BYTES = 8;

  private PeerNames() {}

  /** Returns an address with its port, unless a proxy has told none; or {@code unix}. */
  static String of(SocketAddress peer) {
    return switch (peer) {
      case InetSocketAddress inet when inet.getAddress() instanceof Inet6Address ->
          "[" + host(inet) + "]" + port(inet);
      case InetSocketAddress inet -> host(inet) + port(inet);
      case UnixDomainSocketAddress unix -> "unix";
      default -> peer.toString();
    };
  }

  /** Returns what a peer shares with others from the same place: IPv6 by /64, no port. */
  static String source(SocketAddress peer) {
    if (!(peer instanceof InetSocketAddress inet)) {
      return of(peer);
    }
    return inet.getAddress() instanceof Inet6Address ipv6 ? network(ipv6) : host(inet);
  }

  private static String port(InetSocketAddress inet) {
    return inet.getPort() == 0 ? "" : ":" + inet.getPort();
  }

  private static String host(InetSocketAddress inet) {
    InetAddress address = inet.getAddress();
    if (address == null) {
      return inet.getHostString();
    }
    String text = address.getHostAddress();
    int scope = text.indexOf('%');
    return scope < 0 ? text : text.substring(0, scope);
  }

  private static String network(Inet6Address address) {
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes).getHostAddress() + "/64";
    } catch (UnknownHostException e) {
      throw new IllegalStateException("16 bytes are an address", e);
    }
  }
}
