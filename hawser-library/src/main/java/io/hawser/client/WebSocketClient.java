package io.hawser.client;

import io.hawser.ClientTls;
import io.hawser.Queues;
import io.hawser.Resolver;
import io.hawser.TimeSource;
import io.hawser.Timeouts;
import io.hawser.WebSocket;
import io.hawser.WebSocketListener;
import io.hawser.connection.Connection;
import io.hawser.event.ClientEvents;
import io.hawser.extension.DeflateSettings;
import io.hawser.handshake.ClientRules;
import io.hawser.handshake.WebSocketUri;
import io.hawser.model.Headers;
import io.hawser.netty.ConnectionOptions;
import io.hawser.netty.DialSettings;
import io.hawser.netty.Dialer;
import io.hawser.netty.TlsClient;
import io.hawser.observe.ClientObserver;
import io.hawser.protocol.Limits;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
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
    return new Builder(WebSocketUri.parse(uri));
  }

  /** Returns a builder of connections, like {@link #builder(String)}. */
  public static Builder builder(URI uri) {
    return builder(uri.toString());
  }

  /** Collects the options of a client. Not safe for several threads at once. */
  public static final class Builder {
    private static final ClientEvents UNOBSERVED = new ClientEvents(null);
    private static final Duration SHORTEST_DELAY = Duration.ofMillis(10);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(2);

    private final WebSocketUri uri;
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

    private Builder(WebSocketUri uri) {
      this.uri = uri;
      this.rules = ClientRules.builder(uri);
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
     * Subprotocols offered, best first (RFC 6455, 1.9). Default: none.
     *
     * @throws IllegalArgumentException if one is not a token, or stands there twice
     */
    public Builder subprotocols(String... names) {
      rules.subprotocols(List.of(names));
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
      return connect(connection -> {});
    }

    /**
     * Opens a connection that calls a listener; otherwise like {@link #connect()}. Of a connection
     * that did not open the listener hears nothing.
     */
    public WebSocket connect(WebSocketListener listener) {
      return connect(
          connection -> {
            if (onLoop) {
              connection.listenOnLoop(listener);
            } else {
              connection.listen(
                  listener, Thread.ofVirtual().name("hawser-" + connection.id())::start);
            }
          });
    }

    private WebSocket connect(Consumer<Connection> opened) {
      var connections =
          ConnectionOptions.ofClient(limits, timeouts, queues, streams, deflate, time, random);
      return new Dialer(
              new DialSettings(
                  uri,
                  new Preparation(uri, rules.copy(), headers, proxies),
                  connections,
                  tls == null ? TlsClient.byDefault() : tls,
                  events,
                  opened,
                  unixSocket,
                  resolver,
                  connectionAttemptDelay,
                  connections.time().nanos()))
          .dial();
    }
  }
}
