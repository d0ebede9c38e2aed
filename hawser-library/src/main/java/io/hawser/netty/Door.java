package io.hawser.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a listening socket's connections come in: one that is turned away here costs little more
 * than to accept it and to close it, for no event loop ever gets it.
 */
final class Door extends ChannelInboundHandlerAdapter {
  private final EventLoopGroup loops;
  private final Function<Channel, @Nullable Entry> admits;

  /** What begins with a connection on its loop. */
  abstract static class Entry extends ChannelInitializer<Channel> {
    /** No loop takes it any more, and it is closed. */
    abstract void lost();
  }

  /**
   * Opens.
   *
   * @param loops among which connections are spread
   * @param admits returns what begins with a connection; null if it is turned away
   */
  Door(EventLoopGroup loops, Function<Channel, @Nullable Entry> admits) {
    this.loops = loops;
    this.admits = admits;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    var channel = (Channel) message;
    Entry entry = admits.apply(channel);
    if (entry == null) {
      channel.unsafe().closeForcibly();
      return;
    }
    channel.pipeline().addLast(entry);
    loops
        .register(channel)
        .addListener(
            registered -> {
              if (!registered.isSuccess()) {
                channel.unsafe().closeForcibly();
                entry.lost();
              }
            });
  }
}
