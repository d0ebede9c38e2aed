package io.hawser.benchmarks.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import javax.net.ssl.SSLException;

/** Netty's own WebSocket handler on epoll; see {@link Arguments}. */
public final class NettyEcho {
  private NettyEcho() {}

  /** Serves until its input ends. */
  public static void main(String... args) throws SSLException {
    NettyServer.serve(Arguments.of(args), Echo::new);
  }

  /** Sends back each frame as it is, and flushes once for all that came together. */
  private static final class Echo extends SimpleChannelInboundHandler<WebSocketFrame> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
      ctx.write(frame.retain(), ctx.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      ctx.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
