package io.hawser.benchmarks.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketServerCompressionHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Netty's own WebSocket handler on epoll; see {@link Arguments}. */
public final class NettyEcho {
  private static final int MAX_FRAME_BYTES = 4 << 20;

  private NettyEcho() {}

  /** Serves until its input ends. */
  public static void main(String... args) throws Exception {
    var arguments = Arguments.of(args);
    SslContext tls = context(arguments.tls());
    var settings =
        WebSocketServerProtocolConfig.newBuilder()
            .websocketPath("/")
            .maxFramePayloadLength(MAX_FRAME_BYTES)
            .allowExtensions(arguments.deflates())
            .build();
    new ServerBootstrap()
        .group(new MultiThreadIoEventLoopGroup(arguments.threads(), EpollIoHandler.newFactory()))
        .channel(EpollServerSocketChannel.class)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                if (tls != null) {
                  channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                }
                channel.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(8192));
                if (arguments.deflates()) {
                  channel
                      .pipeline()
                      .addLast(new WebSocketServerCompressionHandler(MAX_FRAME_BYTES));
                }
                channel
                    .pipeline()
                    .addLast(new WebSocketServerProtocolHandler(settings), new Echo());
              }
            })
        .bind("127.0.0.1", arguments.port())
        .syncUninterruptibly();
    Lifeline.hold();
  }

  private static @Nullable SslContext context(@Nullable Tls tls) throws SSLException {
    return tls == null
        ? null
        : SslContextBuilder.forServer(tls.certificate().toFile(), tls.key().toFile())
            .sslProvider(tls.boringSsl() ? SslProvider.OPENSSL : SslProvider.JDK)
            .build();
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
