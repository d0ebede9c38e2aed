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
 * when that queue is empty. Owned by the loop.
 */
final class DirectWrites {
  private final Socket socket;

  private DirectWrites(Socket socket) {
    this.socket = socket;
  }

  /** Returns null where the channel is needed: for TLS, or because it writes in another way. */
  static @Nullable DirectWrites of(Channel channel) {
    return channel instanceof EpollSocketChannel epoll
            && epoll.fd() instanceof Socket socket
            && channel.pipeline().get(SslHandler.class) == null
        ? new DirectWrites(socket)
        : null;
  }

  /**
   * Writes what the socket takes now.
   *
   * @return how many bytes of it; none if anything is wrong, which the channel will find, too
   */
  int write(ByteBuf buffer, int from, int to) {
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
