package io.hawser.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.IoEventLoop;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import java.net.SocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which byte stream fits under a connection: the socket itself where that is enough. */
final class Transports {
  private Transports() {}

  /**
   * Returns the stream of a channel whose opening handshake is over.
   *
   * @param remoteAddress of the peer, who may be another than the other end of the socket
   */
  static LoopTransport of(Channel channel, SocketAddress remoteAddress) {
    Socket socket = plainSocket(channel);
    return socket == null
        ? new NettyTransport(channel, remoteAddress)
        : new SocketTransport(channel, socket, remoteAddress);
  }

  /** Returns the socket of a channel that is not needed any more; null if it is. */
  private static @Nullable Socket plainSocket(Channel channel) {
    ChannelOutboundBuffer unwritten = channel.unsafe().outboundBuffer();
    return channel instanceof UnixChannel unix
            && unix.fd() instanceof Socket socket
            // here, for there is no such class to begin with where there is no epoll
            && channel.eventLoop() instanceof IoEventLoop loop
            && loop.isCompatible(SocketTransport.class)
            // nothing but the handshake, which is over, and its answer is written
            && Objects.equals(channel.pipeline().first(), channel.pipeline().last())
            && LoopLocal.ofThisLoop().buffers().hasAddresses()
            && unwritten != null
            && unwritten.isEmpty()
        ? socket
        : null;
  }
}
