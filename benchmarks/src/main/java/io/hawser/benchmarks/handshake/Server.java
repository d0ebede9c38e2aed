package io.hawser.benchmarks.handshake;

import io.hawser.guard.Guard;
import io.hawser.server.WebSocketServer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.undertow.Handlers;
import io.undertow.Undertow;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;

/** The servers compared, each with its defaults and one thread that moves bytes. */
enum Server {
  HAWSER {
    @Override
    int start() {
      return WebSocketServer.builder(ws -> ws.forEach(ws::send))
          .listen("127.0.0.1", 0)
          .threads(1)
          .start()
          .port();
    }

    @Override
    int startWithGuard() {
      return WebSocketServer.builder(ws -> ws.forEach(ws::send))
          .listen("127.0.0.1", 0)
          .threads(1)
          .guard(Guard.builder().limitLoopback().build())
          .start()
          .port();
    }
  },
  NETTY {
    @Override
    int start() {
      var loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
      var bound =
          new ServerBootstrap()
              .group(loops)
              .channel(NioServerSocketChannel.class)
              .childHandler(
                  new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                      channel
                          .pipeline()
                          .addLast(
                              new HttpServerCodec(),
                              new HttpObjectAggregator(8192),
                              new WebSocketServerProtocolHandler("/"),
                              new NettyEcho());
                    }
                  })
              .bind("127.0.0.1", 0)
              .syncUninterruptibly();
      return ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }
  },
  UNDERTOW {
    @Override
    int start() {
      var undertow =
          Undertow.builder()
              .addHttpListener(0, "127.0.0.1")
              .setIoThreads(1)
              .setWorkerThreads(1)
              .setHandler(Handlers.websocket((exchange, channel) -> channel.resumeReceives()))
              .build();
      undertow.start();
      return ((InetSocketAddress) undertow.getListenerInfo().getFirst().getAddress()).getPort();
    }
  },
  JAVA_WEBSOCKET {
    @Override
    int start() {
      var started = new CompletableFuture<Integer>();
      new JavaWebSocket(started).start();
      return started.join();
    }
  };

  /** Starts it on a free port of the loopback address, which it returns. */
  abstract int start();

  /** The same, with a guard that refuses this machine too once it has been bad; 0 without one. */
  int startWithGuard() {
    return 0;
  }

  private static final class NettyEcho extends SimpleChannelInboundHandler<TextWebSocketFrame> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, TextWebSocketFrame frame) {
      ctx.writeAndFlush(frame.retain());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }

  private static final class JavaWebSocket extends org.java_websocket.server.WebSocketServer {
    private final CompletableFuture<Integer> started;

    JavaWebSocket(CompletableFuture<Integer> started) {
      super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
      this.started = started;
    }

    @Override
    public void onStart() {
      started.complete(getPort());
    }

    @Override
    public void onOpen(WebSocket connection, ClientHandshake handshake) {}

    @Override
    public void onClose(WebSocket connection, int code, String reason, boolean remote) {}

    @Override
    public void onMessage(WebSocket connection, String message) {
      connection.send(message);
    }

    @Override
    public void onError(WebSocket connection, Exception e) {}
  }
}
