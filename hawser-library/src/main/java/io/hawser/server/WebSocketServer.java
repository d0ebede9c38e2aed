package io.hawser.server;

import io.hawser.Carrier;
import io.hawser.Drain;
import io.hawser.Drained;
import io.hawser.Queues;
import io.hawser.ServerTls;
import io.hawser.TimeSource;
import io.hawser.Timeouts;
import io.hawser.TransportType;
import io.hawser.WebSocket;
import io.hawser.WebSocketListener;
import io.hawser.connection.Connection;
import io.hawser.connection.InboundBudget;
import io.hawser.connection.OutboundBudget;
import io.hawser.error.CallInterruptedException;
import io.hawser.event.ServerEvents;
import io.hawser.extension.DeflateSettings;
import io.hawser.guard.Guard;
import io.hawser.handshake.Origins;
import io.hawser.handshake.ServerRules;
import io.hawser.handshake.TrustedProxies;
import io.hawser.netty.AcceptSettings;
import io.hawser.netty.Acceptor;
import io.hawser.netty.Admission;
import io.hawser.netty.ConnectionOptions;
import io.hawser.netty.TlsServer;
import io.hawser.observe.HandshakeGuard;
import io.hawser.observe.ServerObserver;
import io.hawser.observe.ServerStats;
import io.hawser.policy.LogPolicy;
import io.hawser.protocol.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket server: one virtual thread per connection.
 *
 * <pre>{@code
 * try (var server = WebSocketServer.serve("localhost", 8765, ws -> {
 *   for (var message : ws) {
 *     ws.send(message);
 *   }
 * })) {
 *   server.join();
 * }
 * }</pre>
 *
 * <p>Nothing that a peer sends, and nothing that a handler throws, reaches the caller of these
 * methods or stops the server. Safe from any thread.
 */
public final class WebSocketServer implements AutoCloseable {
  private final Acceptor acceptor;
  private final Timeouts timeouts;
  private final List<SocketAddress> addresses;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CompletableFuture<Drained> closed = new CompletableFuture<>();

  private WebSocketServer(Acceptor acceptor, Timeouts timeouts, List<SocketAddress> addresses) {
    this.acceptor = acceptor;
    this.timeouts = timeouts;
    this.addresses = List.copyOf(addresses);
  }

  /**
   * Serves on a TCP port.
   *
   * @param host a name or an address to listen on; {@code 0.0.0.0} or {@code ::} for all
   * @param port 0 for one that the system chooses, see {@link #port()}
   * @throws IllegalArgumentException if the port is not from 0 to 65535
   * @throws UncheckedIOException if the address cannot be bound
   */
  public static WebSocketServer serve(String host, int port, WebSocketHandler handler) {
    return builder(handler).listen(host, port).start();
  }

  /**
   * Serves on a Unix-domain socket.
   *
   * @param path where to create the socket file, which must not exist; it is deleted at the end
   * @throws UncheckedIOException if the file exists or cannot be created
   */
  public static WebSocketServer serveUnix(Path path, WebSocketHandler handler) {
    return builder(handler).listenUnix(path).start();
  }

  /** Returns a builder of a server that serves connections with {@code handler}. */
  public static Builder builder(WebSocketHandler handler) {
    return new Builder(handler, null);
  }

  /**
   * Returns a builder of a server that calls {@code listener} with what its connections receive.
   */
  public static Builder builder(WebSocketListener listener) {
    return new Builder(null, listener);
  }

  /** The addresses it listens on, in the order they were given, ports resolved. */
  public List<SocketAddress> addresses() {
    return addresses;
  }

  /**
   * The TCP port it listens on; of several, the first.
   *
   * @throws IllegalStateException if it listens on no TCP port
   */
  public int port() {
    return addresses.stream()
        .filter(InetSocketAddress.class::isInstance)
        .mapToInt(address -> ((InetSocketAddress) address).getPort())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("server listens on no TCP port"));
  }

  /** The connections that are open now. */
  public Set<WebSocket> connections() {
    return Set.copyOf(acceptor.connections());
  }

  /** The figures of this server now: handshakes, connections. */
  public ServerStats stats() {
    return acceptor.stats();
  }

  /**
   * Reads the PEM files of TLS again. Handshakes that begin from then on go by what the files hold
   * now; open connections are not touched.
   *
   * @throws IllegalArgumentException if a file cannot be read or does not hold what it should, or
   *     certificate and key do not belong together; then the server goes on with what it had
   * @throws IllegalStateException if the server has no such files
   */
  public void reloadTls() {
    acceptor.reloadTls();
  }

  /**
   * Waits until the server is closed.
   *
   * @throws CallInterruptedException if interrupted; the server goes on, the flag is set again
   */
  public void join() {
    joined("join");
  }

  /**
   * Stops in order: opening handshakes, those under way and those to come, are answered with 503;
   * connections are closed over {@link Drain#window}; peers that have not closed by the end of
   * {@link Drain#grace} are cut off. Then the addresses are free, and the observer has up to a
   * second to be told of it all. Ends in time, whatever peers do. Idempotent: every call returns
   * when the server is closed, with the result of the first, and goes by the first's drain.
   *
   * @throws CallInterruptedException if interrupted, the flag is set again; if this call was the
   *     first, everything was cut
   */
  public Drained stop(Drain drain) {
    return stop("stop", drain);
  }

  /**
   * Stops without a window: connections are closed with 1001 at once, and have the closing timeout
   * and a second more. Otherwise like {@link #stop}.
   *
   * @throws CallInterruptedException if interrupted, the flag is set again; if this call was the
   *     first, everything was cut
   */
  @Override
  public void close() {
    Duration grace = timeouts.closing().plus(Duration.ofSeconds(1));
    stop("close", Drain.goingAway().withGrace(grace));
  }

  private Drained stop(String call, Drain drain) {
    if (!closing.compareAndSet(false, true)) {
      return joined(call);
    }
    InterruptedException interrupt = null;
    acceptor.stop(drain);
    try {
      acceptor.awaitStopped();
    } catch (InterruptedException e) {
      interrupt = e;
    }
    Drained result = acceptor.cut();
    deleteSocketFiles(addresses);
    try {
      acceptor.awaitTold(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      interrupt = e;
    }
    closed.complete(result);
    if (interrupt != null) {
      Thread.currentThread().interrupt();
      throw new CallInterruptedException(call, interrupt);
    }
    return result;
  }

  private Drained joined(String call) {
    try {
      return closed.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallInterruptedException(call, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void deleteSocketFiles(List<SocketAddress> addresses) {
    for (SocketAddress address : addresses) {
      if (address instanceof UnixDomainSocketAddress unix) {
        try {
          Files.deleteIfExists(unix.getPath());
        } catch (IOException e) {
          // somebody else removed it, or its folder
        }
      }
    }
  }

  /** Collects a server's options. Not safe for several threads at once. */
  public static final class Builder {
    private final @Nullable WebSocketHandler handler;
    private final @Nullable WebSocketListener listener;
    private boolean onLoop;
    private final List<SocketAddress> addresses = new ArrayList<>();
    private final ServerRules.Builder rules = ServerRules.builder().serverHeader("Hawser");
    private Limits limits = Limits.defaults();
    private Timeouts timeouts = Timeouts.defaults();
    private Queues queues = Queues.defaults();
    private boolean streams;
    private long outboundBytes = Runtime.getRuntime().maxMemory() / 4;
    private long inboundBytes = Runtime.getRuntime().maxMemory() / 4;
    private @Nullable TimeSource time;
    private RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
    private @Nullable DeflateSettings deflate;
    private @Nullable TlsServer tls;
    private @Nullable ServerObserver observer;
    private @Nullable RequestProcessor processRequest;
    private @Nullable ResponseProcessor processResponse;
    private @Nullable SubprotocolSelector selector;
    private @Nullable LogPolicy logPolicy;
    private @Nullable HandshakeGuard guard;
    private boolean guarded = true;
    private TrustedProxies trustedProxies = TrustedProxies.none();
    private boolean proxyProtocol;
    private @Nullable TransportType transport;
    private Carrier carrier = Carrier.JDK;
    private int threads = Runtime.getRuntime().availableProcessors();

    private Builder(@Nullable WebSocketHandler handler, @Nullable WebSocketListener listener) {
      this.handler = handler;
      this.listener = listener;
    }

    /**
     * Listens on a TCP port, too. Default: none; one address at least must be given.
     *
     * @param host a name or an address; {@code 0.0.0.0} or {@code ::} for all
     * @param port 0 for one that the system chooses
     * @throws IllegalArgumentException if the port is not from 0 to 65535
     */
    public Builder listen(String host, int port) {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("port: " + port + "; must be from 0 to 65535");
      }
      addresses.add(new InetSocketAddress(host, port));
      return this;
    }

    /**
     * Listens on a Unix-domain socket, too. Default: none.
     *
     * @param path where to create the socket file, which must not exist; it is deleted at the end
     */
    public Builder listenUnix(Path path) {
      addresses.add(UnixDomainSocketAddress.of(path));
      return this;
    }

    /**
     * Speaks TLS, 1.2 and up, on every address. Default: plain.
     *
     * @param certificates PEM: the server's certificate, then those that lead to its authority
     * @param privateKey PEM: its key, unencrypted, PKCS#8
     * @throws IllegalArgumentException if a file cannot be read or does not hold what it should
     */
    public Builder tls(Path certificates, Path privateKey) {
      return tls(ServerTls.builder(certificates, privateKey).build());
    }

    /**
     * Speaks TLS, 1.2 and up, on every address. Default: plain.
     *
     * @throws IllegalArgumentException if a file cannot be read or does not hold what it should
     */
    public Builder tls(ServerTls settings) {
      tls = TlsServer.of(settings);
      return this;
    }

    /**
     * Speaks TLS, 1.2 and up, on every address, with keys that are not in files; always by the JDK.
     * Clients are not asked for certificates. Default: plain.
     */
    public Builder tls(SSLContext context) {
      tls = TlsServer.of(context);
      return this;
    }

    /**
     * Subprotocols spoken, best first: the first that the client offers too is chosen; if none is,
     * the connection opens without. Default: none.
     *
     * @throws IllegalArgumentException if one is not a token, or stands there twice
     */
    public Builder subprotocols(String... names) {
      rules.subprotocols(List.of(names));
      return this;
    }

    /** Refuses clients without a subprotocol in common. Default: they are accepted. */
    public Builder requireSubprotocol() {
      rules.requireSubprotocol();
      return this;
    }

    /**
     * Chooses the subprotocol, in place of the list. Default: the list decides.
     *
     * <p>With {@link #requireSubprotocol}, a client for which it chooses none is refused.
     */
    public Builder selectSubprotocol(SubprotocolSelector selector) {
      this.selector = selector;
      rules.chooseSubprotocol(offered -> Hooks.select(selector, offered));
      return this;
    }

    /**
     * Has a say in every request: to answer health checks, to ask for credentials ({@link
     * BasicAuth}, {@link BearerAuth}). Several are joined by {@link RequestProcessor#then}; a
     * {@link Router} that is the handler comes last by itself. Default: none.
     */
    public Builder processRequest(RequestProcessor hook) {
      processRequest = hook;
      return this;
    }

    /** Has a say in every answer, refusals included. Default: none. */
    public Builder processResponse(ResponseProcessor hook) {
      processResponse = hook;
      return this;
    }

    /**
     * Decides who may come in, and how often. Default: {@link Guard#standard()}, which refuses
     * sources that fail again and again.
     */
    public Builder guard(HandshakeGuard guard) {
      this.guard = guard;
      guarded = true;
      return this;
    }

    /** Lets everybody in who keeps to the protocol, as often as they come. Default: guarded. */
    public Builder unguarded() {
      guard = null;
      guarded = false;
      return this;
    }

    /**
     * The proxies in front of this server, whose word counts on where a request comes from: by
     * {@code Forwarded} (RFC 7239) or {@code X-Forwarded-For}, {@code X-Forwarded-Host}, and {@link
     * #proxyProtocol}. Default: none.
     *
     * @param proxies each an address, a range such as {@code 10.0.0.0/8} or {@code fd00::/8}, or
     *     {@code unix} for the peers of Unix-domain sockets
     * @throws IllegalArgumentException if one is none of these
     */
    public Builder trustedProxies(String... proxies) {
      trustedProxies = TrustedProxies.of(List.of(proxies));
      return this;
    }

    /**
     * Expects trusted proxies to begin each connection with a header of the PROXY protocol, version
     * 1 or 2, before TLS. Without one they are refused; from others none is read. Default: not
     * expected.
     */
    public Builder proxyProtocol() {
      proxyProtocol = true;
      return this;
    }

    /** Which web pages may connect. Default: {@link Origins#sameHost()}. */
    public Builder origins(Origins origins) {
      rules.origins(origins);
      return this;
    }

    /** Compresses messages where the client offers to (RFC 7692). Default: no compression. */
    public Builder compression(DeflateSettings settings) {
      deflate = settings;
      rules.deflate(settings);
      return this;
    }

    /** How much of a message is taken. Default: {@link Limits#defaults()}. */
    public Builder limits(Limits limits) {
      this.limits = limits;
      return this;
    }

    /** Deadlines. Default: {@link Timeouts#defaults()}. */
    public Builder timeouts(Timeouts timeouts) {
      this.timeouts = timeouts;
      return this;
    }

    /**
     * Hands messages on as they come, whatever their size, to {@link WebSocket#receiveStream} and
     * {@link WebSocketListener#onFragment}. {@link WebSocket#receive} still returns whole ones, up
     * to {@link Limits#maxMessageBytes}. Default: messages are handed on when they are whole.
     */
    public Builder streamMessages() {
      streams = true;
      return this;
    }

    /** How much may wait on each connection. Default: {@link Queues#defaults()}. */
    public Builder queues(Queues queues) {
      this.queues = queues;
      return this;
    }

    /**
     * How much may wait on all connections together to be sent, in bytes; with so much, a
     * connection takes another message only when it has none. Default: a quarter of the most that
     * the heap may become.
     *
     * @throws IllegalArgumentException unless positive
     */
    public Builder maxOutboundBytes(long bytes) {
      if (bytes <= 0) {
        throw new IllegalArgumentException("maxOutboundBytes: " + bytes + "; must be positive");
      }
      outboundBytes = bytes;
      return this;
    }

    /**
     * How much all connections together may hold of what they received, in bytes: messages that
     * wait for the application, and the beginnings of others. With so much, a connection reads only
     * while it holds nothing; where beginnings alone are too much, the connection whose message
     * began first is closed with 1013. A message that is larger can never come. Default: a quarter
     * of the most that the heap may become.
     *
     * @throws IllegalArgumentException unless positive
     */
    public Builder maxInboundBytes(long bytes) {
      if (bytes <= 0) {
        throw new IllegalArgumentException("maxInboundBytes: " + bytes + "; must be positive");
      }
      inboundBytes = bytes;
      return this;
    }

    /**
     * The time that deadlines go by, and what spreads them. For tests. Default: the system's time,
     * and a random generator of this process.
     */
    public Builder time(TimeSource source, RandomGenerator random) {
      time = source;
      this.random = random;
      return this;
    }

    /**
     * Watches connections and handshakes, off the threads that move bytes. Default: nobody does.
     */
    public Builder observer(ServerObserver observer) {
      this.observer = observer;
      return this;
    }

    /**
     * How failed handshakes are logged, by the logger {@code io.hawser.server.handshake}. Default:
     * what the environment variable {@code HAWSER_LOG_PROFILE} names, {@code production} or {@code
     * development}; without it {@link LogPolicy#production()}.
     */
    public Builder logPolicy(LogPolicy policy) {
      logPolicy = policy;
      return this;
    }

    /**
     * The {@code Server} header of every answer. Default: {@code Hawser}.
     *
     * @param value null for none
     */
    public Builder serverHeader(@Nullable String value) {
      rules.serverHeader(value);
      return this;
    }

    /**
     * The way to the system's sockets. Default: what the system property {@code
     * io.hawser.transport} says, without it {@link TransportType#AUTO}. One that does not work here
     * makes {@link #start} fail.
     */
    public Builder transport(TransportType type) {
      transport = type;
      return this;
    }

    /**
     * What runs the virtual threads of connections. Default: {@link Carrier#JDK}. Where {@link
     * Carrier#LOOP} cannot be had the JDK does it, and the first such server says so.
     */
    public Builder carrier(Carrier carrier) {
      this.carrier = carrier;
      return this;
    }

    /**
     * How many threads move bytes. Default: one per processor.
     *
     * @throws IllegalArgumentException unless it is from 1 to 1,024
     */
    public Builder threads(int count) {
      if (count < 1 || count > 1024) {
        throw new IllegalArgumentException("threads: " + count + "; must be from 1 to 1024");
      }
      threads = count;
      return this;
    }

    /**
     * Calls the listener on the event loop of each connection, where it must not block. Nor may it
     * share a lock with hooks there, not even a logger's, if {@link Carrier#LOOP} has them run on
     * the loop. Default: on a virtual thread of the connection's own.
     *
     * @throws IllegalStateException if the server has a handler, which must be able to block
     */
    public Builder onLoop() {
      if (listener == null) {
        throw new IllegalStateException("onLoop for a handler; only listeners can be called there");
      }
      onLoop = true;
      return this;
    }

    /**
     * Binds every address and starts to serve.
     *
     * @throws IllegalStateException if no address was given, no proxy that the PROXY protocol is
     *     for, or the transport does not work here
     * @throws UncheckedIOException if an address cannot be bound; then none is
     */
    public WebSocketServer start() {
      if (addresses.isEmpty()) {
        throw new IllegalStateException("no address to listen on; call listen or listenUnix");
      }
      var connections =
          ConnectionOptions.ofServer(
              limits,
              timeouts,
              queues,
              streams,
              deflate,
              new OutboundBudget(outboundBytes),
              new InboundBudget(inboundBytes),
              onLoop ? listener : null,
              time,
              random);
      var logged = logPolicy == null ? LogProfile.ofEnvironment() : logPolicy;
      var events = new ServerEvents(observer, logged, connections.time());
      ServerRules rules = this.rules.build();
      var hooks = new Hooks(rules, selector != null, requestHook(), processResponse);
      var settings =
          new AcceptSettings(
              rules, admission(), hooks, connections, tls, events, carrier, opened());
      var acceptor = new Acceptor(settings, transport, threads);
      var bound = new ArrayList<SocketAddress>();
      for (SocketAddress address : addresses) {
        try {
          bound.add(acceptor.listen(address));
        } catch (IOException e) {
          acceptor.cut();
          deleteSocketFiles(bound);
          throw new UncheckedIOException(
              "cannot listen on %s: %s".formatted(text(address), e.getMessage()), e);
        }
      }
      return new WebSocketServer(acceptor, timeouts, bound);
    }

    private Admission admission() {
      if (proxyProtocol && trustedProxies.isEmpty()) {
        throw new IllegalStateException("proxyProtocol without a proxy; call trustedProxies, too");
      }
      HandshakeGuard chosen = guard;
      if (chosen == null && guarded) {
        var standard = Guard.builder();
        chosen = time == null ? standard.build() : standard.time(time, random).build();
      }
      return new Admission(chosen, trustedProxies, proxyProtocol);
    }

    private @Nullable RequestProcessor requestHook() {
      if (handler instanceof Router router) {
        return processRequest == null ? router : processRequest.then(router);
      }
      return processRequest;
    }

    private BiConsumer<Connection, Executor> opened() {
      WebSocketHandler served = handler;
      WebSocketListener called = onLoop ? null : listener;
      return (connection, thread) -> {
        if (served != null) {
          thread.execute(new HandlerThread(served, connection));
        } else if (called != null) {
          connection.listen(called, thread);
        }
      };
    }

    private static String text(SocketAddress address) {
      return address instanceof InetSocketAddress inet
          ? inet.getHostString() + ":" + inet.getPort()
          : address.toString();
    }
  }
}
