package io.hawser.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends behind its request while hooks make up their mind. It should wait (RFC 6455,
 * 4.1), and mostly does; one that does not is read no further once 4 KiB are there.
 */
final class EarlyBytes {
  static final int MOST_BYTES = 4096;

  private @Nullable ByteBuf bytes;
  private boolean paused;

  /** Keeps a copy of these bytes. */
  void add(ChannelHandlerContext ctx, ByteBuf more) {
    if (!more.isReadable()) {
      return;
    }
    ByteBuf kept = bytes == null ? ctx.alloc().buffer(more.readableBytes()) : bytes;
    bytes = kept;
    kept.writeBytes(more);
    if (kept.readableBytes() >= MOST_BYTES && !paused) {
      paused = true;
      ctx.channel().config().setAutoRead(false);
    }
  }

  /** Reads on, and returns what there is, for the caller to release. */
  ByteBuf take(ChannelHandlerContext ctx) {
    ByteBuf taken = bytes == null ? Unpooled.EMPTY_BUFFER : bytes;
    bytes = null;
    if (paused) {
      paused = false;
      ctx.channel().config().setAutoRead(true);
    }
    return taken;
  }
}
