package io.hawser.netty;

import io.hawser.connection.Connection;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/** Brings a channel's events to its open connection: all that is in the pipeline but TLS. */
final class ConnectionHandler extends ChannelInboundHandlerAdapter {
  private final Connection connection;
  private final NettyTransport transport;
  private final @Nullable LoopWatch watch;
  private final AfterRead afterRead = LoopLocal.ofThisLoop().afterRead();
  private @Nullable Throwable cause;

  /**
   * Takes over from the opening handshake.
   *
   * @param watch counts calls that may lead to application code; null if none does
   */
  ConnectionHandler(Connection connection, NettyTransport transport, @Nullable LoopWatch watch) {
    this.connection = connection;
    this.transport = transport;
    this.watch = watch;
  }

  /** Begins with what came behind the opening handshake, now that the connection is known. */
  void begin(ByteBuf rest) {
    connection.begin();
    if (rest.isReadable()) {
      receive(rest);
      connection.readComplete();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    afterRead.reading();
    try {
      receive((ByteBuf) message);
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  /** Hands the readable bytes to the connection; whatever goes wrong stays with it. */
  private void receive(ByteBuf bytes) {
    if (watch != null) {
      watch.enter();
    }
    try {
      connection.received(bytes.nioBuffer());
    } catch (Throwable bug) {
      connection.failed(bug);
    } finally {
      if (watch != null) {
        watch.leave();
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    // what others have to write on account of it goes out with what the loop itself has to
    afterRead.readComplete();
    connection.readComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    connection.writable();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    transport.release();
    connection.streamEnded(cause);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslCloseCompletionEvent end && end.isSuccess()) {
      // close_notify is an end of stream like FIN; many peers wait for ours before they send FIN
      connection.readComplete();
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
