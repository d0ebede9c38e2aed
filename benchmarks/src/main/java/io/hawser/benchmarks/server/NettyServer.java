package io.hawser.benchmarks.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketServerCompressionHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Netty's own WebSocket handler on epoll, whatever becomes of its frames; see {@link Arguments}.
 */
final class NettyServer extends ChannelInitializer<Channel> {
  private static final int MAX_FRAME_BYTES = 4 << 20;
  private static final int MAX_REQUEST_BYTES = 8192;

  private final boolean deflates;
  private final @Nullable SslContext tls;
  private final WebSocketServerProtocolConfig settings;
  private final Supplier<ChannelHandler> frames;

  private NettyServer(Arguments arguments, Supplier<ChannelHandler> frames) throws SSLException {
    this.deflates = arguments.deflates();
    this.tls = context(arguments.tls());
    this.settings =
        WebSocketServerProtocolConfig.newBuilder()
            .websocketPath("/")
            .maxFramePayloadLength(MAX_FRAME_BYTES)
            .allowExtensions(deflates)
            .build();
    this.frames = frames;
  }

  /**
   * Serves until the input of this process ends.
   *
   * @param frames gives each connection what takes its frames
   */
  static void serve(Arguments arguments, Supplier<ChannelHandler> frames) throws SSLException {
    new ServerBootstrap()
        .group(new MultiThreadIoEventLoopGroup(arguments.threads(), EpollIoHandler.newFactory()))
        .channel(EpollServerSocketChannel.class)
        .childHandler(new NettyServer(arguments, frames))
        .bind("127.0.0.1", arguments.port())
        .syncUninterruptibly();
    Lifeline.hold();
  }

  @Override
  protected void initChannel(Channel channel) {
    var pipeline = channel.pipeline();
    if (tls != null) {
      pipeline.addLast(tls.newHandler(channel.alloc()));
    }
    pipeline.addLast(new HttpServerCodec(), new HttpObjectAggregator(MAX_REQUEST_BYTES));
    if (deflates) {
      pipeline.addLast(new WebSocketServerCompressionHandler(MAX_FRAME_BYTES));
    }
    pipeline.addLast(new WebSocketServerProtocolHandler(settings), frames.get());
  }

  private static @Nullable SslContext context(@Nullable Tls tls) throws SSLException {
    return tls == null
        ? null
        : SslContextBuilder.forServer(tls.certificate().toFile(), tls.key().toFile())
            .sslProvider(tls.boringSsl() ? SslProvider.OPENSSL : SslProvider.JDK)
            .build();
  }
}
