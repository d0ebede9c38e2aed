package io.hawser.netty;

import io.hawser.connection.Bugs;
import io.hawser.connection.Opened;
import io.hawser.connection.Timers;
import io.hawser.handshake.FailureKind;
import io.hawser.handshake.HeadWriter;
import io.hawser.handshake.Refusal;
import io.hawser.handshake.RequestReader;
import io.hawser.handshake.RequestReader.Progress;
import io.hawser.model.Request;
import io.hawser.model.Response;
import io.hawser.model.Role;
import io.hawser.observe.HandshakeFailure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one opening handshake: from the accepted socket to an open connection, to an
 * application's own answer, or to one {@link HandshakeFailure}. Everything that goes wrong ends
 * here.
 */
final class ServerHandshakeHandler extends ChannelInboundHandlerAdapter {
  /** How long what a refused peer still sends is discarded, before the socket is cut. */
  static final Duration LINGER = Duration.ofSeconds(1);

  /** How long a hook may think about the answer to a handshake that is out of time already. */
  private static final Duration LAST_REVIEW = Duration.ofSeconds(1);

  private final AcceptSettings settings;
  private final Acceptor acceptor;
  private final Knock knock;
  private final Admittance admittance;
  private final RequestReader reader = new RequestReader();
  private final EarlyBytes early = new EarlyBytes();

  private Timers.@Nullable Timer deadline;
  private boolean begun;
  private boolean decided;

  private final HookTurn hooks;

  /** The answer that hooks review, if they do. */
  private @Nullable Refusal reviewed;

  ServerHandshakeHandler(
      AcceptSettings settings, Acceptor acceptor, Knock knock, Admittance admittance) {
    this.settings = settings;
    this.acceptor = acceptor;
    this.knock = knock;
    this.admittance = admittance;
    this.hooks = new HookTurn(acceptor.threads(), knock.id(), admittance);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    expectWithin(ctx, settings.connections().timeouts().opening());
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    cancelDeadline();
    early.take(ctx).release();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (hooks.isOn()) {
        early.add(ctx, (ByteBuf) message);
      } else if (!decided) {
        read(ctx, (ByteBuf) message);
      }
    } catch (Throwable bug) {
      failed(ctx, bug);
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  /** The first bytes came of what precedes HTTP. */
  void begun() {
    begun = true;
  }

  /** A proxy has named the client; returns whether that may go on. */
  boolean named(ChannelHandlerContext ctx, InetAddress address, int port) {
    begun = true;
    Refusal denied = admittance.named(address, port);
    if (denied != null) {
      fail(denied);
      ctx.close();
    }
    return denied == null;
  }

  /** What came is no header of the PROXY protocol. */
  void proxyHeaderBroken(ChannelHandlerContext proxy, String detail) {
    begun = true;
    ChannelHandlerContext ctx = proxy.pipeline().context(this);
    Refusal refusal =
        Refusal.answered(
            FailureKind.MALFORMED, 400, "A PROXY header is expected here.", detail, null);
    // before TLS there is no way to answer
    refuse(ctx, settings.tls() == null ? refusal : refusal.withResponse(null));
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent tls && tls.isSuccess()) {
      TlsContexts.refuseRenegotiation(ctx.pipeline().get(SslHandler.class));
    } else if (event instanceof SslHandshakeCompletionEvent tls) {
      // the alert is on its way; a peer that left in the middle is told apart below
      if (ctx.channel().isActive()) {
        fail(TlsRefusals.of(tls.cause()));
        ctx.close();
      }
    } else if (event instanceof SslCloseCompletionEvent end && end.isSuccess()) {
      // an end of stream like FIN, for which the client may wait until it has ours
      ctx.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
    if (settings.tls() != null && TlsRefusals.isOfTls(failure)) {
      fail(TlsRefusals.of(failure));
    } else {
      fail(gone(failure));
    }
    ctx.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail(gone(null));
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
        early.add(ctx, bytes);
        judge(ctx, request);
      }
    }
  }

  private void judge(ChannelHandlerContext ctx, Request request) {
    Refusal head = judgeHead(request);
    if (head != null) {
      refuse(ctx, head);
      return;
    }
    RequestJudge judge = settings.judge();
    if (judge.mayBlock()) {
      hooks.start(
          ctx,
          () -> judge.judge(request, knock),
          (done, verdict) -> judged(ctx, done, request, verdict));
    } else {
      conclude(ctx, request, judge.judge(request, knock), null);
    }
  }

  private @Nullable Refusal judgeHead(Request request) {
    Refusal refusal = settings.rules().judgeHost(request);
    if (refusal == null) {
      refusal = admittance.requested(request);
    }
    return refusal == null
        ? settings.rules().judgeOrigin(request, admittance.forwardedHost())
        : refusal;
  }

  /** Hooks have returned. */
  private void judged(
      ChannelHandlerContext ctx, HookCall done, @Nullable Request request, Verdict verdict) {
    try {
      conclude(ctx, request, verdict, done);
    } catch (Throwable bug) {
      failed(ctx, bug);
    } finally {
      // does nothing if the thread has a connection to serve now
      done.end();
    }
  }

  private void conclude(
      ChannelHandlerContext ctx,
      @Nullable Request request,
      Verdict verdict,
      @Nullable HookCall judged) {
    if (decided || hasLeft(ctx)) {
      return;
    }
    switch (verdict) {
      case Verdict.Refused(Refusal refusal) -> settle(ctx, refusal);
      case Verdict.Answered(Response response) -> {
        decided = true;
        cancelDeadline();
        admittance.answered();
        acceptor.answered(response);
        answer(ctx, response);
      }
      case Verdict.Open open -> {
        Refusal stopping = acceptor.stopping();
        if (stopping != null) {
          settle(ctx, stopping);
        } else if (request != null) {
          open(ctx, request, open, judged);
        }
      }
    }
  }

  private void open(
      ChannelHandlerContext ctx, Request request, Verdict.Open open, @Nullable HookCall judged) {
    decided = true;
    admittance.opened();
    Response response = settings.rules().finish(request, open.response(), HttpDate.now());
    ctx.writeAndFlush(Unpooled.wrappedBuffer(HeadWriter.response(response)));

    LoopTransport transport = Transports.of(ctx.channel(), knock.remoteAddress());
    var opened =
        new Opened(
            knock.id(),
            Role.SERVER,
            request,
            response,
            open.agreement().subprotocol(),
            knock.certificates(),
            open.identified());
    var connection =
        settings.connections().open(opened, open.agreement(), transport, acceptor.hearing());
    EventLoop loop = ctx.channel().eventLoop();
    transport.carriedBy(acceptor.threads().carrier(loop));
    transport.deliverTo(connection, acceptor.watchOnLoop(loop));
    ByteBuf rest = early.take(ctx);
    try {
      ctx.pipeline().replace(this, "connection", new ConnectionHandler(transport));
      transport.leaveChannel(admittance::handOver);
      acceptor.opened(ctx.channel(), connection, thread(loop, transport, judged), knock.took());
      // what came behind the request is seen only now, after the 101 was written
      transport.begin(rest.nioBuffer());
    } finally {
      rest.release();
    }
  }

  /** Returns what starts the thread that is to serve the connection. */
  private Executor thread(EventLoop loop, LoopTransport transport, @Nullable HookCall judged) {
    if (judged != null) {
      transport.servedBy(judged.thread());
      return judged;
    }
    return task -> {
      Thread thread = acceptor.threads().unstarted(loop, knock.id(), task);
      transport.servedBy(thread);
      thread.start();
    };
  }

  /** Refuses, once a hook has had its say in the answer, if there is one. */
  private void refuse(ChannelHandlerContext ctx, Refusal refusal) {
    if (decided || hasLeft(ctx)) {
      return;
    }
    hooks.giveUp();
    if (reviewed != null) {
      // out of time
      settle(ctx, reviewed);
    } else if (refusal.response() != null && settings.judge().reviews()) {
      review(ctx, refusal);
    } else {
      settle(ctx, refusal);
    }
  }

  private void review(ChannelHandlerContext ctx, Refusal refusal) {
    reviewed = refusal;
    if (refusal.kind() == FailureKind.TIMEOUT || refusal.kind() == FailureKind.CLOSING) {
      expectWithin(ctx, LAST_REVIEW);
    }
    Request request = reader.partial();
    hooks.start(
        ctx,
        () -> settings.judge().review(request, refusal, knock),
        (done, verdict) -> judged(ctx, done, request, verdict));
  }

  /** Answers, and tells of the failure. */
  private void settle(ChannelHandlerContext ctx, Refusal refusal) {
    if (decided) {
      return;
    }
    fail(refusal);
    Response response = refusal.response();
    if (response == null) {
      ctx.close();
    } else {
      answer(ctx, response);
    }
  }

  /** Answers, discards for a while what the peer still sends, then cuts the socket. */
  private void answer(ChannelHandlerContext ctx, Response response) {
    early.take(ctx).release();
    Response whole = settings.rules().finish(reader.partial(), response, HttpDate.now());
    ctx.write(Unpooled.wrappedBuffer(HeadWriter.response(whole)));
    Channels.endOutput(ctx.channel());
    ctx.executor().schedule(() -> ctx.close(), LINGER.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A bug of ours. */
  private void failed(ChannelHandlerContext ctx, Throwable bug) {
    if (decided) {
      Bugs.report(knock.id(), bug);
    }
    settle(ctx, Refusal.internal(bug));
  }

  /** Tells of the failure, once. */
  private void fail(Refusal refusal) {
    if (decided) {
      return;
    }
    decided = true;
    cancelDeadline();
    hooks.giveUp();
    HandshakeFailure failure = knock.failure(reader.partial(), refusal);
    admittance.failed(failure);
    acceptor.failed(failure);
  }

  private void expectWithin(ChannelHandlerContext ctx, Duration time) {
    cancelDeadline();
    deadline =
        settings
            .connections()
            .clocks()
            .of(ctx.channel().eventLoop())
            .after(time, () -> refuse(ctx, late(ctx)));
  }

  /** Inside an unfinished TLS handshake there is no way to answer. */
  private Refusal late(ChannelHandlerContext ctx) {
    if (hooks.isOn()) {
      return Refusal.hookTimeout();
    }
    SslHandler tls = ctx.pipeline().get(SslHandler.class);
    return tls == null || tls.handshakeFuture().isSuccess()
        ? Refusal.timeout()
        : Refusal.timeout().withResponse(null);
  }

  /** Whether no answer would arrive: the socket is closed, of which we are about to be told. */
  private boolean hasLeft(ChannelHandlerContext ctx) {
    if (ctx.channel().isActive()) {
      return false;
    }
    fail(gone(null));
    return true;
  }

  private Refusal gone(@Nullable Throwable cause) {
    if (reviewed != null) {
      return reviewed.withResponse(null);
    }
    // who sends nothing often ends with a reset, to be rid of the socket
    return reader.isEmpty() && !begun && (cause == null || cause instanceof IOException)
        ? Refusal.unanswered(FailureKind.PROBE, "closed without a byte", null)
        : Refusal.unanswered(FailureKind.DISCONNECTED, "gone before the answer", cause);
  }

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel();
      deadline = null;
    }
  }
}
