package io.hawser.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a channel's socket without the channel, whose queue costs as much as a small frame; for
 * when that queue is empty. Used on the loop only.
 */
final class DirectWrites {
  private DirectWrites() {}

  /**
   * Returns what to write to; null where the channel is needed, for TLS or because it writes in
   * another way.
   */
  static @Nullable Socket socketOf(Channel channel) {
    return channel instanceof EpollSocketChannel epoll
            && epoll.fd() instanceof Socket socket
            && channel.pipeline().get(SslHandler.class) == null
        ? socket
        : null;
  }

  /**
   * Writes what the socket takes now.
   *
   * @return how many bytes of it; none if anything is wrong, which the channel will find, too
   */
  static int write(Socket socket, ByteBuf buffer, int from, int to) {
    // once closed, its number may be another socket's
    if (!socket.isOpen() || !buffer.hasMemoryAddress()) {
      return 0;
    }
    try {
      return Math.max(0, socket.sendAddress(buffer.memoryAddress(), from, to));
    } catch (IOException e) {
      return 0;
    }
  }
}
