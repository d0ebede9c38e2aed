package io.hawser.netty;

import io.hawser.WebSocket;
import io.hawser.connection.Identified;
import io.hawser.connection.Opened;
import io.hawser.error.ConnectFailedException;
import io.hawser.error.HandshakeException;
import io.hawser.error.InvalidMessageException;
import io.hawser.error.InvalidStatusException;
import io.hawser.error.Phase;
import io.hawser.handshake.Agreement;
import io.hawser.handshake.ClientRules;
import io.hawser.handshake.HeadWriter;
import io.hawser.handshake.ResponseReader;
import io.hawser.model.Closure;
import io.hawser.model.Request;
import io.hawser.model.Response;
import io.hawser.model.Role;
import io.hawser.observe.ConnectionObserver;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The client's side of one opening handshake, from the moment the server is at the other end. */
final class ClientHandshakeHandler extends TlsAwareHandler {
  private static final String NAME = "handshake";

  private final DialSettings settings;
  private final ClientRules rules;
  private final Attempt attempt;
  private final Request request;
  private final ResponseReader reader = new ResponseReader();
  private boolean announced;

  private ClientHandshakeHandler(DialSettings settings, ClientRules rules, Attempt attempt) {
    this.settings = settings;
    this.rules = rules;
    this.attempt = attempt;
    this.request = rules.request();
  }

  /** Begins on a connected channel. */
  static void begin(Channel channel, DialSettings settings, ClientRules rules, Attempt attempt) {
    var handler = new ClientHandshakeHandler(settings, rules, attempt);
    channel.pipeline().addLast(NAME, handler);
    if (settings.uri().secure()) {
      attempt.enter(Phase.TLS);
      SslHandler tls =
          settings
              .options()
              .tls()
              .handler(channel.alloc(), settings.uri().host(), settings.uri().port());
      // in front of the one that hears of its end, whichever
      channel.pipeline().addBefore(NAME, Channels.TLS, tls);
    } else {
      handler.ask(channel.pipeline().context(handler));
    }
  }

  @Override
  @Nullable SslHandler tls(ChannelHandlerContext ctx) {
    return Channels.tls(ctx.channel());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      if (!attempt.isDecided()) {
        read(ctx, bytes);
      }
    } catch (InvalidMessageException invalid) {
      fail(ctx, () -> new InvalidMessageException(invalid.rule(), invalid));
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    Response cutShort = reader.endOfStream();
    if (cutShort != null && !attempt.isDecided()) {
      judge(ctx, cutShort, Unpooled.EMPTY_BUFFER);
    }
    failConnect(null);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
    if (attempt.phase() == Phase.TLS) {
      failTls(failure.getCause() == null ? failure : failure.getCause());
    } else {
      failConnect(failure);
    }
    ctx.close();
  }

  @Override
  void ask(ChannelHandlerContext ctx) {
    attempt.enter(Phase.HTTP);
    ctx.writeAndFlush(Unpooled.wrappedBuffer(HeadWriter.request(request)));
  }

  private void read(ChannelHandlerContext ctx, ByteBuf bytes) {
    ByteBuffer in = bytes.nioBuffer();
    ResponseReader.Progress progress = reader.read(in);
    bytes.skipBytes(in.position());
    if (progress instanceof ResponseReader.Progress.Done(Response response)) {
      judge(ctx, response, bytes);
      return;
    }
    Response known = reader.endOfStream();
    if (known != null) {
      attempt.refused(() -> again(known, new InvalidStatusException(known)));
    }
  }

  private void judge(ChannelHandlerContext ctx, Response response, ByteBuf rest) {
    Agreement agreement;
    try {
      agreement = rules.judge(response);
    } catch (HandshakeException refused) {
      // judged again where it is thrown: the rules are a function of the response
      fail(ctx, () -> again(response, refused));
      return;
    }
    open(ctx, response, agreement, rest);
  }

  private HandshakeException again(Response response, HandshakeException refused) {
    try {
      rules.judge(response);
      return refused;
    } catch (HandshakeException onCallersThread) {
      return onCallersThread;
    }
  }

  private void open(
      ChannelHandlerContext ctx, Response response, Agreement agreement, ByteBuf rest) {
    Channel channel = ctx.channel();
    LoopTransport transport = Transports.of(channel, Addresses.remote(channel));
    var opened =
        new Opened(
            Ids.next(),
            Role.CLIENT,
            request,
            response,
            agreement.subprotocol(),
            TlsContexts.peerCertificates(channel),
            Identified.NOTHING,
            attempt.timings());
    var connection =
        settings.options().connections().open(opened, agreement, transport, new AnnouncedEvents());
    transport.deliverTo(connection, watch(channel.eventLoop()));
    ctx.pipeline().replace(this, "connection", new ConnectionHandler(transport));
    transport.leaveChannel(() -> () -> {});
    settings.options().opened().accept(connection);
    if (!attempt.open(connection)) {
      channel.close();
      return;
    }
    announced = true;
    settings.options().events().opened(connection);
    transport.begin(rest.nioBuffer());
  }

  private @Nullable LoopWatch watch(EventLoop loop) {
    return settings.options().connections().callsOnLoop() ? HeldLoops.ofClients().open(loop) : null;
  }

  private void fail(ChannelHandlerContext ctx, Supplier<HandshakeException> exception) {
    attempt.fail(exception);
    ctx.close();
  }

  private void failConnect(@Nullable Throwable cause) {
    Phase phase = attempt.phase();
    attempt.fail(
        () ->
            new ConnectFailedException(
                phase,
                "server ended the connection in phase " + phase + ": " + settings.uri().authority(),
                cause));
  }

  @Override
  void failTls(Throwable cause) {
    attempt.fail(
        () -> TlsFailures.of(Phase.TLS, settings.uri().host(), settings.uri().authority(), cause));
  }

  /** Of a connection that came too late for its caller, nobody is told. */
  private final class AnnouncedEvents implements ConnectionObserver {
    @Override
    public void closed(WebSocket ws, Closure closure) {
      if (announced) {
        settings.options().events().closed(ws, closure);
      }
    }

    @Override
    public void stalled(WebSocket ws, Duration stalled, long queuedBytes) {
      settings.options().events().stalled(ws, stalled, queuedBytes);
    }

    @Override
    public void dropped(WebSocket ws, int messages, long bytes) {
      settings.options().events().dropped(ws, messages, bytes);
    }
  }
}
