package io.hawser.netty;

import io.hawser.error.ConnectFailedException;
import io.hawser.error.Phase;
import io.hawser.error.ProxyException;
import io.hawser.handshake.ProxyHandshake;
import io.hawser.handshake.ProxyHandshake.Step;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Has a proxy connect us to the server, then leaves. What the proxy refuses ends the attempt. */
final class ProxyTunnelHandler extends TlsAwareHandler {
  private static final String NAME = "proxy";

  private final ProxyRoute route;
  private final Attempt attempt;
  private final Consumer<Channel> opened;
  private final ProxyHandshake handshake;

  private ProxyTunnelHandler(ProxyRoute route, Attempt attempt, Consumer<Channel> opened) {
    this.route = route;
    this.attempt = attempt;
    this.opened = opened;
    this.handshake = route.handshake().get();
  }

  /**
   * Begins on a connected channel.
   *
   * @param opened called when the server is at the other end
   */
  static void begin(Channel channel, ProxyRoute route, Attempt attempt, Consumer<Channel> opened) {
    attempt.enter(Phase.PROXY);
    var handler = new ProxyTunnelHandler(route, attempt, opened);
    channel.pipeline().addLast(NAME, handler);
    if (route.tls() == null) {
      handler.ask(channel.pipeline().context(handler));
    } else {
      SslHandler tls = route.tls().handler(channel.alloc(), route.host(), route.port());
      // in front of the one that hears of its end, whichever
      channel.pipeline().addBefore(NAME, Channels.PROXY_TLS, tls);
    }
  }

  @Override
  @Nullable SslHandler tls(ChannelHandlerContext ctx) {
    return Channels.proxyTls(ctx.channel());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    boolean open = false;
    try {
      open = !attempt.isDecided() && read(ctx, bytes);
    } finally {
      if (!open) {
        ReferenceCountUtil.release(message);
      }
    }
    if (open) {
      open(ctx, bytes);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    Step.Refused refused = handshake.endOfStream();
    if (refused == null) {
      failConnect(null);
    } else {
      fail(refused);
    }
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
    failConnect(failure);
    ctx.close();
  }

  @Override
  void ask(ChannelHandlerContext ctx) {
    ctx.writeAndFlush(Unpooled.wrappedBuffer(handshake.begin()));
  }

  /** Returns whether the server is at the other end; what it has sent already was left. */
  private boolean read(ChannelHandlerContext ctx, ByteBuf bytes) {
    while (bytes.isReadable()) {
      ByteBuffer in = bytes.nioBuffer();
      Step step = handshake.read(in);
      bytes.skipBytes(in.position());
      switch (step) {
        case Step.More more -> {
          Step.Refused known = handshake.endOfStream();
          if (known != null) {
            attempt.refused(() -> exception(known));
          }
        }
        case Step.Send(byte[] answer) -> ctx.writeAndFlush(Unpooled.wrappedBuffer(answer));
        case Step.Open open -> {
          return true;
        }
        case Step.Refused refused -> {
          fail(refused);
          ctx.close();
          return false;
        }
      }
    }
    return false;
  }

  private void open(ChannelHandlerContext ctx, ByteBuf rest) {
    try {
      opened.accept(ctx.channel());
    } catch (Throwable bug) {
      rest.release();
      throw bug;
    }
    // in this order: what follows us is what was just put there
    if (rest.isReadable()) {
      ctx.fireChannelRead(rest);
    } else {
      rest.release();
    }
    ctx.pipeline().remove(this);
  }

  private void fail(Step.Refused refused) {
    attempt.fail(() -> exception(refused));
  }

  private ProxyException exception(Step.Refused refused) {
    return new ProxyException(
        refused.reason(),
        "proxy " + route + " refused: " + refused.what(),
        refused.response(),
        null);
  }

  private void failConnect(@Nullable Throwable cause) {
    attempt.fail(
        () ->
            new ConnectFailedException(
                Phase.PROXY, "proxy " + route + " ended the connection", cause));
  }

  @Override
  void failTls(Throwable cause) {
    attempt.fail(() -> TlsFailures.of(Phase.PROXY, route.host(), "proxy " + route, cause));
  }
}
