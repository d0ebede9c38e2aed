package io.hawser.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.jspecify.annotations.Nullable;

/** A client's handler that waits for TLS in front of it, if there is any, before it speaks. */
abstract class TlsAwareHandler extends ChannelInboundHandlerAdapter {
  /** Returns the TLS it waits for. */
  abstract @Nullable SslHandler tls(ChannelHandlerContext ctx);

  /** What it says may be said now. */
  abstract void ask(ChannelHandlerContext ctx);

  /** There will be no TLS; the channel is closed next. */
  abstract void failTls(Throwable cause);

  @Override
  public final void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (handshake.isSuccess()) {
        TlsContexts.refuseRenegotiation(tls(ctx));
        ask(ctx);
      } else {
        failTls(handshake.cause());
        ctx.close();
      }
    } else if (event instanceof SslCloseCompletionEvent end && end.isSuccess()) {
      // an end of stream like FIN, for which the peer may wait until it has ours
      ctx.close();
    }
  }
}
