package io.hawser.benchmarks.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelMatchers;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import io.netty.util.concurrent.GlobalEventExecutor;
import javax.net.ssl.SSLException;

/** Netty's own WebSocket handler and a {@link ChannelGroup}, on epoll. Argument: port. */
public final class NettyBroadcast {
  private NettyBroadcast() {}

  /** Serves until its input ends. */
  public static void main(String... args) throws SSLException {
    ChannelGroup group = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    NettyServer.serve(Arguments.of(args), () -> new ToAll(group));
  }

  /** Sends each text to all; nobody waits for it, and so no promises are made. */
  private static final class ToAll extends SimpleChannelInboundHandler<TextWebSocketFrame> {
    private final ChannelGroup group;

    ToAll(ChannelGroup group) {
      this.group = group;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof HandshakeComplete) {
        group.add(ctx.channel());
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, TextWebSocketFrame frame) {
      group.writeAndFlush(frame.retain(), ChannelMatchers.all(), true);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
