package io.hawser.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/** Brings a channel's events to its open connection: all that is in the pipeline but TLS. */
final class ConnectionHandler extends ChannelInboundHandlerAdapter {
  private final LoopTransport transport;
  private @Nullable Throwable cause;

  ConnectionHandler(LoopTransport transport) {
    this.transport = transport;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      transport.received(((ByteBuf) message).nioBuffer());
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    transport.readComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    transport.connection().writable();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    transport.channelClosed();
    transport.ended(cause);
  }

  @Override
  public void channelUnregistered(ChannelHandlerContext ctx) {
    transport.channelLeft(cause);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslCloseCompletionEvent end && end.isSuccess()) {
      // close_notify is an end of stream like FIN; many peers wait for ours before they send FIN
      transport.connection().readComplete();
      ctx.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
    // a reset, or TLS that broke: nothing can be said to this peer any more
    if (cause == null && !(failure instanceof ClosedChannelException)) {
      // of the end itself it is told by other means; this is about what was not written then
      cause = failure;
    }
    ctx.close();
  }
}
