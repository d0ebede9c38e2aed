package io.hawser.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.net.SocketAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A channel as the byte stream under a connection: for TLS, and wherever there is no epoll. */
final class NettyTransport extends LoopTransport {
  /** Up to how many bytes are copied so that they hold no more memory than they need. */
  private static final int FEW_BYTES = 512;

  private final Channel channel;

  NettyTransport(Channel channel, SocketAddress remoteAddress) {
    super(channel.eventLoop(), Addresses.local(channel), remoteAddress);
    this.channel = channel;
  }

  @Override
  void leaveChannel(Supplier<Runnable> takeOver) {}

  @Override
  void channelLeft(@Nullable Throwable cause) {}

  @Override
  int offer(ByteBuf buffer, int from, int to) {
    return 0;
  }

  @Override
  void queue(ByteBuf bytes) {
    channel.write(isTaken() ? bytes : fitted(bytes), channel.voidPromise());
  }

  /** A socket that is full is not to keep much more memory than there are bytes in it. */
  private ByteBuf fitted(ByteBuf bytes) {
    int length = bytes.readableBytes();
    if (length > FEW_BYTES || length > bytes.capacity() / 2) {
      return bytes;
    }
    try {
      return channel.alloc().directBuffer(length).writeBytes(bytes);
    } finally {
      bytes.release();
    }
  }

  @Override
  void flushQueue() {
    channel.flush();
  }

  @Override
  public boolean isWritable() {
    return channel.isWritable();
  }

  @Override
  public long pendingBytes() {
    ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
    return pending == null ? 0 : pending.totalPendingWriteBytes();
  }

  @Override
  public long progress() {
    ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
    // which buffer is being written, and how far
    return pending == null
        ? 0
        : ((long) System.identityHashCode(pending.current()) << Integer.SIZE)
            + pending.currentProgress();
  }

  @Override
  public void mark(Runnable written) {
    queueGathered();
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            future -> {
              if (future.isSuccess()) {
                written.run();
              }
            });
  }

  @Override
  public void reading(boolean on) {
    channel.config().setAutoRead(on);
  }

  @Override
  public void endStream() {
    queueGathered();
    Channels.endOutput(channel);
  }

  @Override
  public void abort() {
    channel.close();
  }
}
