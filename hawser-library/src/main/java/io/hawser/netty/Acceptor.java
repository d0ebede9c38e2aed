package io.hawser.netty;

import io.hawser.Drain;
import io.hawser.Drained;
import io.hawser.TransportType;
import io.hawser.WebSocket;
import io.hawser.connection.Bugs;
import io.hawser.connection.Connection;
import io.hawser.handshake.FailureKind;
import io.hawser.handshake.Refusal;
import io.hawser.model.Closure;
import io.hawser.model.Response;
import io.hawser.observe.ConnectionObserver;
import io.hawser.observe.HandshakeFailure;
import io.hawser.observe.ServerStats;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The accept side of a server: its listening sockets, and every connection that came of them. */
public final class Acceptor {
  /** For what takes milliseconds, unless a loop is blocked. */
  private static final Duration MOST_WAITING = Duration.ofSeconds(1);

  private final AcceptSettings settings;
  private final Engine engine;
  private final EventLoopGroup loops;
  private final ConnectionThreads threads;
  private final ChannelGroup listening = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  /** Sockets whose handshakes have not led to connections, or not yet. */
  private final ChannelGroup knocking = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final ConnectionObserver hearing = new Hearing();

  /** Null unless the server is stopping. */
  private volatile @Nullable Draining draining;

  /**
   * Starts the loops; nothing listens yet.
   *
   * @param transport null for what the system property says
   * @throws IllegalStateException if it does not work here
   */
  public Acceptor(AcceptSettings settings, @Nullable TransportType transport, int threads) {
    this.settings = settings;
    this.engine = transport == null ? Engine.ofProperty() : Engine.of(transport);
    this.loops = Loops.forServer(engine, threads);
    this.threads = new ConnectionThreads(settings.carrier());
  }

  /**
   * Listens on an address, too; returns the one it is bound to.
   *
   * @throws IOException if the address cannot be bound, with the system's reason
   */
  public SocketAddress listen(SocketAddress address) throws IOException {
    if (address instanceof InetSocketAddress inet && inet.isUnresolved()) {
      throw new UnknownHostException("host not found");
    }
    ChannelFuture bound =
        new Bootstrap()
            .group(loops)
            .channel(engine.serverChannel(address))
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(new AcceptFailures(), new Door(loops, Acceptor.this::admit));
                  }
                })
            .bind(engine.address(address))
            .awaitUninterruptibly();
    Throwable failure = bound.cause();
    if (failure != null) {
      throw failure instanceof IOException e ? e : new IOException(failure);
    }
    listening.add(bound.channel());
    return Addresses.local(bound.channel());
  }

  /**
   * Reads the files of TLS again.
   *
   * @throws IllegalArgumentException if one cannot be used; then all stays as it was
   * @throws IllegalStateException if there are none
   */
  public void reloadTls() {
    if (settings.tls() == null) {
      throw new IllegalStateException("this server does not speak TLS");
    }
    settings.tls().reload();
  }

  /** The connections that are open now. */
  public Set<Connection> connections() {
    return Set.copyOf(open);
  }

  /**
   * Begins to stop, once: connections are closed as {@code drain} says. The addresses stay bound,
   * so that whoever knocks is answered with 503, like the handshakes under way.
   */
  public void stop(Drain drain) {
    var begun = new Draining(drain, settings.connections().time());
    draining = begun;
    var settled = refuseHandshakes();
    begun.close(open, settings.connections().random());
    // by then those handshakes that were not refused have led to connections
    settled.whenComplete(
        (done, bug) -> {
          begun.settled();
          endIfEmpty(begun);
        });
  }

  /** Waits until every connection has closed, or the deadline has passed. */
  public void awaitStopped() throws InterruptedException {
    if (draining != null) {
      draining.await();
    }
  }

  /**
   * Unbinds the addresses, cuts whatever is left and ends the loops. Takes a few seconds at the
   * most, even if something blocks a loop.
   *
   * @return what became of the connections
   */
  public Drained cut() {
    Draining begun = draining;
    if (begun == null) {
      begun = new Draining(Drain.goingAway(), settings.connections().time());
      draining = begun;
    }
    await(listening.close(), MOST_WAITING);
    refuseHandshakes();
    await(knocking.newCloseFuture(), shorter(begun.left(), ServerHandshakeHandler.LINGER));
    await(knocking.close(), MOST_WAITING);
    for (Connection connection : Set.copyOf(open)) {
      // whoever takes it out counts it
      if (open.remove(connection)) {
        begun.cut();
      }
      connection.abort();
    }
    await(loops.shutdownGracefully(0, 1, TimeUnit.SECONDS), MOST_WAITING);
    begun.cancelAlarms();
    threads.held().stop();
    settings.events().end();
    return begun.result();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Without regard to interrupts: it is not for long. */
  private static void await(Future<?> done, Duration most) {
    if (most.isPositive()) {
      done.awaitUninterruptibly(most.toMillis());
    }
  }

  /** Returns what completes when it is done. */
  private CompletableFuture<@Nullable Void> refuseHandshakes() {
    // no stream: the group changes meanwhile, and a stream asks for its size
    var done = new ArrayList<CompletableFuture<?>>();
    for (Channel channel : knocking) {
      // looked up on the loop: there a channel that is being accepted has all its handlers
      done.add(CompletableFuture.runAsync(() -> stop(channel), channel.eventLoop()));
    }
    return CompletableFuture.allOf(done.toArray(CompletableFuture<?>[]::new));
  }

  private void endIfEmpty(Draining begun) {
    if (begun.isSettled() && open.isEmpty()) {
      begun.end();
    }
  }

  private static void stop(Channel channel) {
    ChannelHandlerContext ctx = channel.pipeline().context(ServerHandshakeHandler.class);
    if (ctx != null) {
      ((ServerHandshakeHandler) ctx.handler()).stop(ctx);
    }
  }

  /** The figures now. */
  public ServerStats stats() {
    return settings.events().stats(open.size(), settings.admission().penalised());
  }

  /** Waits until everything is logged, and the observer told of it, at most so long. */
  public void awaitTold(Duration timeout) throws InterruptedException {
    settings.events().awaitTold(timeout);
  }

  /** Returns what handshakes are answered with; null unless the server is stopping. */
  @Nullable Refusal stopping() {
    Draining begun = draining;
    return begun == null ? null : begun.refusal();
  }

  /**
   * A handshake led to a connection.
   *
   * @param took from accepting the socket to the answer
   */
  void opened(Channel channel, Connection connection, Executor thread, Duration took) {
    open.add(connection);
    knocking.remove(channel);
    settings.events().handshakeOpened(connection, took);
    Draining begun = draining;
    if (begun != null) {
      begun.close(connection);
    }
    settings.events().opened(connection);
    settings.opened().accept(connection, thread);
  }

  /** What makes the threads of connections. */
  ConnectionThreads threads() {
    return threads;
  }

  /**
   * Returns what counts the calls of a connection's listener on its loop; null if it is not called
   * there.
   */
  @Nullable LoopWatch watchOnLoop(EventLoop loop) {
    return settings.connections().callsOnLoop() ? threads.held().open(loop) : null;
  }

  /** A handshake ended by an application's own answer. */
  void answered(Response response) {
    settings.events().handshakeAnswered(response.status());
  }

  /** What connections tell of, from their opening on. */
  ConnectionObserver hearing() {
    return hearing;
  }

  void failed(HandshakeFailure failure) {
    Draining begun = draining;
    if (begun != null && failure.kind() == FailureKind.CLOSING) {
      begun.refused();
    }
    settings.events().handshakeFailed(failure);
  }

  /** A socket was accepted; returns what begins with it on its loop, or null to close it. */
  private Door.@Nullable Entry admit(Channel channel) {
    settings.events().handshakeBegun();
    // asked for now, and kept by the channel: a closed one may have none to tell of
    var admittance = new Admittance(settings.admission(), Addresses.remote(channel));
    var knock = new Knock(channel, admittance);
    Refusal denied = admittance.accepted();
    if (denied != null) {
      turnAway(knock, admittance, denied);
      admittance.closed();
      return null;
    }
    return new Door.Entry() {
      @Override
      protected void initChannel(Channel registered) {
        accept(registered, knock, admittance);
      }

      @Override
      void lost() {
        turnAway(
            knock, admittance, Refusal.unanswered(FailureKind.CLOSING, "the server is gone", null));
        admittance.closed();
      }
    };
  }

  private void accept(Channel channel, Knock knock, Admittance admittance) {
    knocking.add(channel);
    channel.closeFuture().addListener(closed -> admittance.closed());
    try {
      // the handler of TLS keeps what it reads
      engine.prepare(channel, settings.tls() == null);
      expect(channel, knock, new ServerHandshakeHandler(settings, this, knock, admittance));
    } catch (RuntimeException bug) {
      Bugs.report(knock.id(), bug);
      turnAway(knock, admittance, Refusal.internal(bug).withResponse(null));
      channel.close();
    }
  }

  private void turnAway(Knock knock, Admittance admittance, Refusal denied) {
    HandshakeFailure failure = knock.failure(null, denied);
    admittance.failed(failure);
    failed(failure);
  }

  private void expect(Channel channel, Knock knock, ServerHandshakeHandler handshake) {
    if (settings.admission().expectsProxyHeader(knock.remoteAddress())) {
      channel.pipeline().addLast(new ProxyHeaderHandler(handshake));
    }
    if (settings.tls() != null) {
      channel.pipeline().addLast(new FirstBytes(handshake));
      channel.pipeline().addLast(Channels.TLS, settings.tls().handler(channel.alloc()));
    }
    if (!(Addresses.local(channel) instanceof UnixDomainSocketAddress)) {
      channel.config().setOption(ChannelOption.TCP_NODELAY, true);
    }
    channel.pipeline().addLast("handshake", handshake);
  }

  private final class Hearing implements ConnectionObserver {
    @Override
    public void closed(WebSocket ws, Closure closure) {
      boolean counts = open.remove((Connection) ws);
      Draining begun = draining;
      if (begun != null && counts) {
        begun.closed(closure);
        endIfEmpty(begun);
      }
      settings.events().closed(ws, closure);
    }

    @Override
    public void stalled(WebSocket ws, Duration stalled, long queuedBytes) {
      settings.events().stalled(ws, stalled, queuedBytes);
    }

    @Override
    public void dropped(WebSocket ws, int messages, long bytes) {
      settings.events().dropped(ws, messages, bytes);
    }
  }

  /** Sees that a peer has begun to speak TLS, which tells a broken handshake from a mere probe. */
  private static final class FirstBytes extends ChannelInboundHandlerAdapter {
    private final ServerHandshakeHandler handshake;

    FirstBytes(ServerHandshakeHandler handshake) {
      this.handshake = handshake;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      handshake.begun();
      ctx.pipeline().remove(this);
      ctx.fireChannelRead(message);
    }
  }
}
