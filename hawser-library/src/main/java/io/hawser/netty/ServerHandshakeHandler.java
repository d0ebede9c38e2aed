package io.hawser.netty;

import io.hawser.connection.Bugs;
import io.hawser.connection.Opened;
import io.hawser.connection.Timers;
import io.hawser.handshake.Agreement;
import io.hawser.handshake.FailureKind;
import io.hawser.handshake.HeadWriter;
import io.hawser.handshake.Judgement;
import io.hawser.handshake.Refusal;
import io.hawser.handshake.RequestReader;
import io.hawser.handshake.RequestReader.Progress;
import io.hawser.model.Request;
import io.hawser.model.Response;
import io.hawser.model.Role;
import io.hawser.observe.HandshakeFailure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one opening handshake: from the accepted socket to an open connection, or to
 * one {@link HandshakeFailure}. Everything that goes wrong ends here.
 */
final class ServerHandshakeHandler extends ChannelInboundHandlerAdapter {
  /** How long what a refused peer still sends is discarded, before the socket is cut. */
  static final Duration LINGER = Duration.ofSeconds(1);

  private final AcceptSettings settings;
  private final Acceptor acceptor;
  private final String id = Ids.next();
  private final long startNanos = System.nanoTime();
  private final RequestReader reader = new RequestReader();

  private Timers.@Nullable Timer deadline;
  private boolean tlsBegan;
  private boolean decided;

  ServerHandshakeHandler(AcceptSettings settings, Acceptor acceptor) {
    this.settings = settings;
    this.acceptor = acceptor;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    deadline =
        settings
            .connections()
            .clocks()
            .of(ctx.channel().eventLoop())
            .after(settings.connections().timeouts().opening(), () -> refuse(ctx, late(ctx)));
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    cancelDeadline();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (!decided) {
        read(ctx, (ByteBuf) message);
      }
    } catch (Throwable bug) {
      Bugs.report(id, bug);
      refuse(ctx, Refusal.internal(bug));
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  /** The first bytes of a TLS handshake came. */
  void tlsBegan() {
    tlsBegan = true;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent tls && tls.isSuccess()) {
      TlsContexts.refuseRenegotiation(ctx.pipeline().get(SslHandler.class));
    } else if (event instanceof SslHandshakeCompletionEvent tls) {
      // the alert is on its way; a peer that left in the middle is told apart below
      if (ctx.channel().isActive()) {
        fail(ctx, tlsFailed(tls.cause()));
        ctx.close();
      }
    } else if (event instanceof SslCloseCompletionEvent end && end.isSuccess()) {
      // an end of stream like FIN, for which the client may wait until it has ours
      ctx.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
    if (settings.tls() != null && isOfTls(failure)) {
      fail(ctx, tlsFailed(failure));
    } else {
      fail(ctx, gone(failure));
    }
    ctx.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail(ctx, gone(null));
  }

  /** The server is stopping: an unfinished handshake is answered, not waited for. */
  void stop(ChannelHandlerContext ctx) {
    Refusal stopping = acceptor.stopping();
    refuse(ctx, stopping == null ? Refusal.closing() : stopping);
  }

  private void read(ChannelHandlerContext ctx, ByteBuf bytes) {
    ByteBuffer in = bytes.nioBuffer();
    switch (reader.read(in)) {
      case Progress.More more -> {}
      case Progress.Refused(Refusal refusal) -> refuse(ctx, refusal);
      case Progress.Head(Request request) -> {
        bytes.skipBytes(in.position());
        judge(ctx, request, bytes);
      }
    }
  }

  private void judge(ChannelHandlerContext ctx, Request request, ByteBuf rest) {
    Refusal head = settings.rules().judgeHead(request);
    if (head != null) {
      refuse(ctx, head);
      return;
    }
    switch (settings.rules().judgeUpgrade(request)) {
      case Judgement.Refused(Refusal refusal) -> refuse(ctx, refusal);
      case Judgement.Accepted(Agreement agreement) -> {
        Refusal stopping = acceptor.stopping();
        if (stopping != null) {
          refuse(ctx, stopping);
        } else {
          open(ctx, request, agreement, rest);
        }
      }
    }
  }

  private void open(ChannelHandlerContext ctx, Request request, Agreement agreement, ByteBuf rest) {
    decided = true;
    Response response =
        settings
            .rules()
            .finish(request, settings.rules().answer(request, agreement), HttpDate.now());
    ctx.writeAndFlush(Unpooled.wrappedBuffer(HeadWriter.response(response)));

    Channel channel = ctx.channel();
    var transport = new NettyTransport(channel);
    var opened =
        new Opened(
            id,
            Role.SERVER,
            request,
            response,
            agreement.subprotocol(),
            TlsContexts.peerCertificates(channel));
    var connection = settings.connections().open(opened, agreement, transport, acceptor.hearing());
    var handler = new ConnectionHandler(connection, transport);
    ctx.pipeline().replace(this, "connection", handler);
    acceptor.opened(connection);
    connection.begin();
    // what came behind the request is seen only now, after the 101 was written
    if (rest.isReadable()) {
      handler.receive(rest);
    }
  }

  /** Answers, discards for a while what the peer still sends, then cuts the socket. */
  private void refuse(ChannelHandlerContext ctx, Refusal refusal) {
    if (decided) {
      return;
    }
    fail(ctx, refusal);
    Response response = refusal.response();
    if (response == null) {
      ctx.close();
      return;
    }
    Response whole = settings.rules().finish(reader.partial(), response, HttpDate.now());
    ctx.write(Unpooled.wrappedBuffer(HeadWriter.response(whole)));
    Channels.endOutput(ctx.channel());
    ctx.executor().schedule(() -> ctx.close(), LINGER.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Tells of the failure, once. */
  private void fail(ChannelHandlerContext ctx, Refusal refusal) {
    if (decided) {
      return;
    }
    decided = true;
    cancelDeadline();
    Response response = refusal.response();
    acceptor.failed(
        new HandshakeFailure(
            id,
            refusal.kind(),
            ctx.channel().localAddress(),
            ctx.channel().remoteAddress(),
            ctx.channel().remoteAddress(),
            TlsContexts.facts(ctx.channel()),
            reader.partial(),
            response == null ? 0 : response.status(),
            refusal.detail(),
            refusal.cause(),
            Duration.ofNanos(System.nanoTime() - startNanos)));
  }

  /** Inside an unfinished TLS handshake there is no way to answer. */
  private static Refusal late(ChannelHandlerContext ctx) {
    SslHandler tls = ctx.pipeline().get(SslHandler.class);
    return tls == null || tls.handshakeFuture().isSuccess()
        ? Refusal.timeout()
        : Refusal.timeout().withResponse(null);
  }

  private Refusal gone(@Nullable Throwable cause) {
    return reader.isEmpty() && !tlsBegan && cause == null
        ? Refusal.unanswered(FailureKind.PROBE, "closed without a byte", null)
        : Refusal.unanswered(FailureKind.DISCONNECTED, "gone before the answer", cause);
  }

  private static boolean isOfTls(Throwable failure) {
    return failure instanceof SSLException || failure.getCause() instanceof SSLException;
  }

  private static Refusal tlsFailed(Throwable cause) {
    return Refusal.unanswered(FailureKind.TLS_FAILED, "TLS handshake failed", cause);
  }

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel();
      deadline = null;
    }
  }
}
