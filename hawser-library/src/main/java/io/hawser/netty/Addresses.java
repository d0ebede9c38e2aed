package io.hawser.netty;

import io.netty.channel.Channel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/** The two ends of a channel, in the JDK's terms whatever moves the bytes. */
final class Addresses {
  private static final SocketAddress UNNAMED = UnixDomainSocketAddress.of("");
  private static final SocketAddress UNKNOWN = new InetSocketAddress(0);

  private Addresses() {}

  static SocketAddress local(Channel channel) {
    return of(channel, channel.localAddress());
  }

  static SocketAddress remote(Channel channel) {
    return of(channel, channel.remoteAddress());
  }

  private static SocketAddress of(Channel channel, @Nullable SocketAddress address) {
    if (address instanceof DomainSocketAddress unix) {
      return UnixDomainSocketAddress.of(unix.path());
    }
    if (address == null) {
      // of a client's Unix-domain socket, or of one that was gone before it was asked for
      return channel instanceof DomainSocketChannel ? UNNAMED : UNKNOWN;
    }
    return address;
  }
}
