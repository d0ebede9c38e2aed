package io.hawser.client;

import io.hawser.ClientTls;
import io.hawser.Queues;
import io.hawser.Resolver;
import io.hawser.TimeSource;
import io.hawser.Timeouts;
import io.hawser.WebSocket;
import io.hawser.WebSocketListener;
import io.hawser.connection.Connection;
import io.hawser.error.HandshakeException;
import io.hawser.error.WebSocketException;
import io.hawser.event.ClientEvents;
import io.hawser.extension.DeflateSettings;
import io.hawser.handshake.ClientRules;
import io.hawser.handshake.WebSocketUri;
import io.hawser.model.Headers;
import io.hawser.netty.ConnectionOptions;
import io.hawser.netty.DialOptions;
import io.hawser.netty.Ids;
import io.hawser.netty.TlsClient;
import io.hawser.observe.ClientObserver;
import io.hawser.policy.Pace;
import io.hawser.policy.Redirects;
import io.hawser.policy.RetryPolicy;
import io.hawser.policy.RetrySeries;
import io.hawser.policy.Verdict;
import io.hawser.protocol.Limits;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Opens WebSocket connections to servers (RFC 6455, 4.1).
 *
 * <pre>{@code
 * try (var ws = WebSocketClient.connect("ws://localhost:8765")) {
 *   ws.send("hello");
 *   System.out.println(ws.receive());
 * } catch (InvalidStatusException e) {
 *   System.err.println("refused: " + e.response().status());
 * }
 * }</pre>
 */
public final class WebSocketClient {
  private WebSocketClient() {}

  /**
   * Opens a connection with the defaults of {@link Builder}.
   *
   * @param uri {@code ws} or {@code wss}, without a fragment
   * @throws io.hawser.error.HandshakeException if it did not open; the leaf says why
   * @throws io.hawser.error.CallInterruptedException if interrupted; nothing is left of the
   *     attempt, the flag is set again
   */
  public static WebSocket connect(String uri) {
    return builder(uri).connect();
  }

  /** Opens a connection, like {@link #connect(String)}. */
  public static WebSocket connect(URI uri) {
    return connect(uri.toString());
  }

  /**
   * Returns a builder of connections to {@code uri}.
   *
   * @throws io.hawser.error.InvalidUriException if it is not a WebSocket URI (RFC 6455, 3)
   */
  public static Builder builder(String uri) {
    return new Builder(fixed(uri));
  }

  private static Callable<String> fixed(String uri) {
    WebSocketUri.parse(uri);
    return () -> uri;
  }

  /** Returns a builder of connections, like {@link #builder(String)}. */
  public static Builder builder(URI uri) {
    return builder(uri.toString());
  }

  /**
   * Returns a builder of connections to wherever {@code uri} says, which is asked anew for each
   * attempt; if it throws, the attempt has failed.
   */
  public static Builder builder(Callable<URI> uri) {
    return new Builder(() -> uri.call().toString());
  }

  /** Collects the options of a client. Not safe for several threads at once. */
  public static final class Builder {
    private static final ClientEvents UNOBSERVED = new ClientEvents(null);
    private static final Duration SHORTEST_DELAY = Duration.ofMillis(10);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(2);

    private final List<Callable<String>> endpoints = new ArrayList<>();
    private final ClientRules.Builder rules;
    private final Headers.Builder fixedHeaders = Headers.builder();
    private final List<Preparation.Header> headers = new ArrayList<>();
    private Proxies proxies = Proxies.automatic();
    private Resolver resolver = Resolver.system();
    private Duration connectionAttemptDelay = Duration.ofMillis(250);
    private Limits limits = Limits.defaults();
    private Timeouts timeouts = Timeouts.defaults();
    private Queues queues = Queues.defaults();
    private boolean streams;
    private @Nullable TimeSource time;
    private RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
    private @Nullable DeflateSettings deflate;
    private @Nullable TlsClient tls;
    private ClientEvents events = UNOBSERVED;
    private boolean onLoop;
    private @Nullable Path unixSocket;

    private final List<Callable<Headers>> headerSuppliers = new ArrayList<>();
    private @Nullable Credentials credentials;
    private Callable<List<String>> subprotocols = List::of;
    private Redirects redirects = Redirects.defaults();
    private RetryPolicy policy = RetryPolicy.standard();
    private Pace pace = Pace.defaults();
    private RetryBudget budget = RetryBudget.shared();
    private Consumer<? super WebSocketException> authenticationFailed = refused -> {};
    private boolean stopOnNormalClosure;
    private @Nullable OfflineQueue offlineQueue;

    private Builder(Callable<String> endpoint) {
      endpoints.add(endpoint);
      // only to check what is set: each attempt has rules of its own
      this.rules = ClientRules.builder(WebSocketUri.parse("ws://localhost"));
    }

    /**
     * Adds a header to the request; {@code Host} and {@code Authorization} replace what the URI
     * says. Default: only those of the handshake.
     *
     * @throws IllegalArgumentException if HTTP cannot carry it, or the handshake sets it itself
     */
    public Builder header(String name, String value) {
      rules.copy().headers(fixedHeaders.add(name, value).build());
      headers.add(new Preparation.Header(name, () -> value, false));
      return this;
    }

    /**
     * Adds a header whose value is asked for anew for each attempt, on a thread that may block,
     * within the opening deadline; it is interrupted when the attempt is given up. Null stands for
     * no such header this time. What the supplier throws, or a value that HTTP cannot carry, fails
     * the attempt with a {@link io.hawser.error.SupplierFailedException}. Default: none.
     *
     * @throws IllegalArgumentException if the name is not a token, or the handshake sets it itself
     */
    public Builder header(String name, Supplier<? extends @Nullable String> value) {
      rules.copy().headers(Headers.of(name, "x"));
      headers.add(new Preparation.Header(name, value, false));
      return this;
    }

    /**
     * Adds a header that holds a secret, such as a token under a name of its own: its value is
     * never shown, and does not follow a redirect to another origin. {@code Authorization} and
     * {@code Cookie} always are such headers. Otherwise like {@link #header(String, Supplier)}.
     */
    public Builder sensitiveHeader(String name, Supplier<? extends @Nullable String> value) {
      rules.copy().headers(Headers.of(name, "x"));
      headers.add(new Preparation.Header(name, value, true));
      return this;
    }

    /**
     * Further headers of the request, asked for anew for each attempt. Default: none.
     *
     * @param further if it throws, or the handshake sets such a header itself, the attempt has
     *     failed
     */
    public Builder headers(Callable<Headers> further) {
      headerSuppliers.add(further);
      return this;
    }

    /**
     * Subprotocols offered, best first (RFC 6455, 1.9). Default: none.
     *
     * @throws IllegalArgumentException if one is not a token, or stands there twice
     */
    public Builder subprotocols(String... names) {
      rules.subprotocols(List.of(names));
      subprotocols = () -> List.of(names);
      return this;
    }

    /**
     * Subprotocols offered, best first, asked for anew for each attempt. Default: none.
     *
     * @param names if it throws, or what it returns cannot be offered, the attempt has failed
     */
    public Builder subprotocols(Callable<List<String>> names) {
      subprotocols = names;
      return this;
    }

    /**
     * Further endpoints of the same service: they are tried in order, the next one after each
     * failure, and the first again after the last. Default: none.
     *
     * @throws io.hawser.error.InvalidUriException if one is not a WebSocket URI (RFC 6455, 3)
     */
    public Builder endpoints(String... further) {
      for (String uri : further) {
        endpoints.add(fixed(uri));
      }
      return this;
    }

    /**
     * Who we are: the {@code Authorization} header, asked for anew for each attempt. When the
     * server refuses it, by 401, 407 or a close with 1008, it is refreshed, once. It replaces what
     * the URI or a header says. A proxy has {@link ProxyCredentials} of its own. Default: nobody.
     */
    public Builder credentials(Credentials credentials) {
      this.credentials = credentials;
      return this;
    }

    /**
     * Told, once, when credentials are refused for good, so that a user can be: by the thread that
     * connects, before the exception is thrown. Default: nobody.
     */
    public Builder onAuthenticationFailed(Consumer<? super WebSocketException> told) {
      authenticationFailed = told;
      return this;
    }

    /** Which redirects are followed. Default: {@link Redirects#defaults()}. */
    public Builder redirects(Redirects redirects) {
      this.redirects = redirects;
      return this;
    }

    /**
     * What is worth another try, for {@link #connections()} and {@link #run}. Default: {@link
     * RetryPolicy#standard()}, which is also asked where this policy has no opinion.
     */
    public Builder retryPolicy(RetryPolicy policy) {
      this.policy = policy;
      return this;
    }

    /**
     * What is worth another try, by the exception alone; null for no opinion. Otherwise like {@link
     * #retryPolicy}.
     */
    public Builder processException(
        Function<? super HandshakeException, ? extends @Nullable Verdict> judge) {
      return retryPolicy(RetryPolicy.of(judge));
    }

    /** How fast attempts follow each other, and how many. Default: {@link Pace#defaults()}. */
    public Builder pace(Pace pace) {
      this.pace = pace;
      return this;
    }

    /**
     * How many clients may come back to one origin at a time. Default: {@link
     * RetryBudget#shared()}, of the whole process.
     */
    public Builder retryBudget(RetryBudget budget) {
      this.budget = budget;
      return this;
    }

    /**
     * Ends {@link #connections()} and {@link #run} when the peer closes with 1000. Default: that
     * leads to another connection, like other codes.
     */
    public Builder stopOnNormalClosure() {
      stopOnNormalClosure = true;
      return this;
    }

    /**
     * How much of what {@link Connections#trySend} is given may wait for a connection. Default:
     * nothing, so that it returns false while there is none.
     */
    public Builder offlineQueue(OfflineQueue queue) {
      offlineQueue = queue;
      return this;
    }

    /** Offers to compress messages (RFC 7692). Default: no compression. */
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
     * The time that deadlines go by, and what spreads them. For tests. Default: the system's time,
     * and a random generator of this process.
     */
    public Builder time(TimeSource source, RandomGenerator random) {
      time = source;
      this.random = random;
      return this;
    }

    /** Watches connections, off the threads that move bytes. Default: nobody does. */
    public Builder observer(ClientObserver observer) {
      events = new ClientEvents(observer);
      return this;
    }

    /**
     * Whom to trust, and who we are, for {@code wss}. Default: the JDK's authorities, nobody.
     *
     * @throws IllegalArgumentException if a file cannot be read or does not hold what it should
     */
    public Builder tls(ClientTls settings) {
      tls = TlsClient.of(settings);
      return this;
    }

    /**
     * Whom to trust, and who we are, for {@code wss}, by the JDK; host names are checked all the
     * same. Default: the JDK's authorities, nobody.
     */
    public Builder tls(SSLContext context) {
      tls = TlsClient.of(context);
      return this;
    }

    /**
     * Takes any certificate, whoever it names: anybody on the way can read and change everything.
     * For tests and first looks only. Default: certificate and host name are checked.
     */
    public Builder trustAnyServer() {
      tls = TlsClient.of(ClientTls.builder().trustAnyServer().build());
      return this;
    }

    /** Connects by this proxy. Default: {@link Proxies#automatic()}. */
    public Builder proxy(Proxy proxy) {
      return proxies(Proxies.of(proxy));
    }

    /**
     * Connects by this proxy. Default: {@link Proxies#automatic()}.
     *
     * @throws IllegalArgumentException as {@link Proxy#of(String)} does
     */
    public Builder proxy(URI proxy) {
      return proxy(Proxy.of(proxy));
    }

    /**
     * Connects by a proxy, if there is one for the server; {@link Proxies#none()} for never. Asked
     * anew for each attempt; never for a Unix-domain socket. Default: {@link Proxies#automatic()},
     * which goes by the JVM's properties, or else by the environment.
     */
    public Builder proxies(Proxies proxies) {
      this.proxies = proxies;
      return this;
    }

    /** What finds the addresses of the host. Default: {@link Resolver#system()}. */
    public Builder resolver(Resolver resolver) {
      this.resolver = resolver;
      return this;
    }

    /**
     * How long to wait for one address of the host before the next one is tried beside it (RFC
     * 8305, 5). Default: 250 ms.
     *
     * @throws IllegalArgumentException unless it is from 10 ms to 2 s (RFC 8305, 8)
     */
    public Builder connectionAttemptDelay(Duration delay) {
      if (delay.compareTo(SHORTEST_DELAY) < 0 || delay.compareTo(LONGEST_DELAY) > 0) {
        throw new IllegalArgumentException(
            "connectionAttemptDelay: " + delay + "; must be from 10 ms to 2 s");
      }
      connectionAttemptDelay = delay;
      return this;
    }

    /** Connects to a Unix-domain socket; the URI only names the resource. Default: TCP. */
    public Builder unixSocket(Path path) {
      unixSocket = path;
      return this;
    }

    /**
     * Calls the listener on the connection's event loop, where it must not block. Default: on a
     * virtual thread of the connection's own.
     */
    public Builder onLoop() {
      onLoop = true;
      return this;
    }

    /**
     * Opens a connection, with one deadline over all of it: {@link Timeouts#opening()}.
     *
     * @throws io.hawser.error.HandshakeException if it did not open; the leaf says why
     * @throws io.hawser.error.CallInterruptedException if interrupted; nothing is left of the
     *     attempt, the flag is set again
     */
    public WebSocket connect() {
      return once(null);
    }

    /**
     * Opens a connection that calls a listener; otherwise like {@link #connect()}. Of a connection
     * that did not open the listener hears nothing.
     */
    public WebSocket connect(WebSocketListener listener) {
      return once(listener);
    }

    /**
     * Opens a connection, in as many attempts as the policy wants: only the opening is retried.
     *
     * @param policy where it has no opinion, {@link RetryPolicy#standard()} is asked
     * @throws WebSocketException the fatal cause
     * @throws io.hawser.error.RetriesExhaustedException if {@link #pace} allows no more
     * @throws io.hawser.error.CallInterruptedException if interrupted; nothing is left of the
     *     attempts, the flag is set again
     */
    public WebSocket connect(RetryPolicy policy) {
      return retrying(policy, null);
    }

    /** Opens a connection that calls a listener; otherwise like {@link #connect(RetryPolicy)}. */
    public WebSocket connect(RetryPolicy policy, WebSocketListener listener) {
      return retrying(policy, listener);
    }

    private WebSocket retrying(RetryPolicy policy, @Nullable WebSocketListener listener) {
      var plan = plan(listener);
      var breaks = new Breaks(plan.time());
      var sender = new Sender(null, plan.time(), new VainWaits(plan.client(), events));
      WebSocket opening = opener(plan, policy, breaks, new StateHolder(), sender).next();
      if (opening == null) {
        throw new IllegalStateException("stopped, though nobody can stop it");
      }
      return opening;
    }

    /**
     * Returns connections without end: a failure that may pass is retried, one that will not is
     * thrown. Nothing happens before the iteration begins.
     */
    public Connections connections() {
      return connections(null);
    }

    private Connections connections(@Nullable WebSocketListener listener) {
      var plan = plan(listener);
      var breaks = new Breaks(plan.time());
      var state = new StateHolder();
      var sender = new Sender(offlineQueue, plan.time(), new VainWaits(plan.client(), events));
      Opener opener = opener(plan, policy, breaks, state, sender);
      return new Connections(opener, breaks, state, sender, stopOnNormalClosure);
    }

    /**
     * Calls a handler with one connection after the other, on this thread, like {@link
     * Connections#run}. To stop it from elsewhere, take {@link #connections()}.
     */
    public <X extends Exception> void run(Connections.Handler<X> handler) throws X {
      try (var connections = connections()) {
        connections.run(handler);
      }
    }

    private WebSocket once(@Nullable WebSocketListener listener) {
      return plan(listener).once();
    }

    private Opener opener(
        AttemptPlan plan, RetryPolicy policy, Breaks breaks, StateHolder state, Sender sender) {
      var series = new RetrySeries(policy, pace, random, plan.sources()::canRefresh);
      return new Opener(plan, series, budget, authenticationFailed, breaks, state, sender);
    }

    private static void listen(Connection connection, WebSocketListener listener) {
      connection.listen(listener, Thread.ofVirtual().name("hawser-" + connection.id())::start);
    }

    private AttemptPlan plan(@Nullable WebSocketListener listener) {
      return new AttemptPlan(
          Ids.nextClient(),
          List.copyOf(endpoints),
          new RequestSources(
              List.copyOf(headers),
              List.copyOf(headerSuppliers),
              credentials,
              subprotocols,
              deflate,
              new ProxyChoice(proxies)),
          options(listener),
          unixSocket == null ? redirects : redirects.withinOrigin());
    }

    private DialOptions options(@Nullable WebSocketListener listener) {
      return new DialOptions(
          ConnectionOptions.ofClient(
              limits, timeouts, queues, streams, deflate, onLoop ? listener : null, time, random),
          tls == null ? TlsClient.byDefault() : tls,
          events,
          listener == null || onLoop
              ? connection -> {}
              : connection -> listen(connection, listener),
          unixSocket,
          resolver,
          connectionAttemptDelay);
    }
  }
}
