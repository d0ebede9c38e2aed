package io.hawser.testkit;

import io.hawser.Queues;
import io.hawser.Timeouts;
import io.hawser.WebSocket;
import io.hawser.connection.Codec;
import io.hawser.connection.Connection;
import io.hawser.connection.ConnectionSettings;
import io.hawser.connection.InboundBudget;
import io.hawser.connection.LoopClock;
import io.hawser.connection.Opened;
import io.hawser.connection.OutboundBudget;
import io.hawser.connection.Timers;
import io.hawser.extension.DeflateNegotiation;
import io.hawser.extension.DeflateParameters;
import io.hawser.extension.DeflateSettings;
import io.hawser.extension.PerMessageDeflate;
import io.hawser.model.Headers;
import io.hawser.model.Request;
import io.hawser.model.Response;
import io.hawser.model.Role;
import io.hawser.observe.ConnectionObserver;
import io.hawser.protocol.Limits;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client's and a server's connection to each other, in memory: the real protocol, no socket. Time
 * is the test's: no deadline passes unless {@link #clock} is turned.
 *
 * <pre>{@code
 * try (var pair = ConnectionPair.open()) {
 *   pair.client().send("hello");
 *   assertEquals("hello", pair.server().receive().text());
 * }
 * }</pre>
 */
public final class ConnectionPair implements AutoCloseable {
  /** The first regular Ping of both ends comes after half an interval. */
  private static final double FIRST_PING = 0.5;

  private static final Duration STEP = Duration.ofMillis(100);

  private final ThreadPoolExecutor loop =
      new ThreadPoolExecutor(
          1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::loopThread);
  private final ManualClock clock = new ManualClock();
  private final LoopClock loopClock = new LoopClock(clock::nanos, timers());
  private final MemoryTransport clientEnd;
  private final Connection client;
  private final Connection server;

  private volatile @Nullable Thread loopThread;

  private Thread loopThread(Runnable work) {
    Thread thread = Thread.ofPlatform().daemon().name("hawser-memory-loop").unstarted(work);
    loopThread = thread;
    return thread;
  }

  private boolean isOnLoop() {
    return Thread.currentThread().equals(loopThread);
  }

  private ConnectionPair(Builder builder) {
    var clientAddress = InetSocketAddress.createUnresolved("client", 1);
    var serverAddress = InetSocketAddress.createUnresolved("server", 80);
    clientEnd = new MemoryTransport(loop, this::isOnLoop, clientAddress, serverAddress);
    var serverEnd = new MemoryTransport(loop, this::isOnLoop, serverAddress, clientAddress);
    client = connection(Role.CLIENT, builder, clientEnd);
    server = connection(Role.SERVER, builder, serverEnd);
    MemoryTransport.join(clientEnd, client, serverEnd, server);
    loop.execute(
        () -> {
          client.begin();
          server.begin();
        });
  }

  /** Returns an open pair with every default. */
  public static ConnectionPair open() {
    return builder().open();
  }

  /** Returns a builder of pairs. */
  public static Builder builder() {
    return new Builder();
  }

  /** The client's end. */
  public WebSocket client() {
    return client;
  }

  /** The server's end. */
  public WebSocket server() {
    return server;
  }

  /** The time of both ends. */
  public ManualClock clock() {
    return clock;
  }

  /**
   * Turns the clock step by step, and lets both ends do at each what is due, and what comes of it
   * on the way between them. What the application's threads do meanwhile is not waited for.
   *
   * @throws IllegalArgumentException if {@code duration} is negative
   */
  public void advance(Duration duration) {
    settle();
    Duration left = duration;
    while (left.compareTo(STEP) > 0) {
      clock.advance(STEP);
      settle();
      left = left.minus(STEP);
    }
    clock.advance(left);
    settle();
  }

  private void settle() {
    do {
      try {
        loop.submit(() -> {}).get();
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException("the pair's thread has ended", e);
      }
    } while (!loop.getQueue().isEmpty());
  }

  /** The network fails: both ends see the stream reset, and no Close frame. */
  public void cut() {
    clientEnd.cut();
  }

  /** Cuts the connection if it is still open, and ends the pair's thread. */
  @Override
  public void close() {
    cut();
    loop.shutdown();
  }

  private Connection connection(Role role, Builder builder, MemoryTransport transport) {
    DeflateSettings settings = builder.compression;
    PerMessageDeflate deflate =
        settings == null ? null : PerMessageDeflate.of(agreed(settings), settings, role);
    var codec =
        new Codec(
            builder.limits,
            new SecureRandom()::nextInt,
            deflate == null ? null : deflate.inflater(),
            deflate == null ? null : deflate.deflater());
    var opened =
        new Opened(
            role == Role.CLIENT ? "client" : "server",
            role,
            new Request("GET", "/", "HTTP/1.1", Headers.of("Host", "server")),
            new Response(101, "Switching Protocols", Headers.empty(), new byte[0]),
            null);
    return new Connection(
        opened,
        codec,
        new ConnectionSettings(
            builder.timeouts,
            builder.queues,
            OutboundBudget.unlimited(),
            InboundBudget.unlimited(),
            builder.streams,
            null,
            () -> FIRST_PING),
        transport,
        loopClock,
        builder.observer);
  }

  private Timers timers() {
    return (nanos, task) -> {
      var alarm = clock.at(nanos, () -> execute(task));
      return alarm::cancel;
    };
  }

  private void execute(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      // the pair is closed
    }
  }

  private static DeflateParameters agreed(DeflateSettings settings) {
    var negotiation = new DeflateNegotiation(settings);
    DeflateParameters parameters = negotiation.accept(negotiation.offer());
    if (parameters == null) {
      throw new IllegalArgumentException("compression: these settings do not accept themselves");
    }
    return parameters;
  }

  /** Collects the options of a pair; they hold for both ends. */
  public static final class Builder {
    private Limits limits = Limits.defaults();
    private Timeouts timeouts = Timeouts.defaults();
    private Queues queues = Queues.defaults();
    private boolean streams;
    private ConnectionObserver observer = new ConnectionObserver() {};
    private @Nullable DeflateSettings compression;

    private Builder() {}

    /** How much of a message is taken. Default: {@link Limits#defaults()}. */
    public Builder limits(Limits limits) {
      this.limits = limits;
      return this;
    }

    /** Deadlines, on the pair's clock. Default: {@link Timeouts#defaults()}. */
    public Builder timeouts(Timeouts timeouts) {
      this.timeouts = timeouts;
      return this;
    }

    /** Hands messages on as they come, on both ends. Default: when they are whole. */
    public Builder streamMessages() {
      streams = true;
      return this;
    }

    /** How much may wait on each end. Default: {@link Queues#defaults()}. */
    public Builder queues(Queues queues) {
      this.queues = queues;
      return this;
    }

    /** Watches both ends, at once and on their own threads. Default: nobody does. */
    public Builder observer(ConnectionObserver observer) {
      this.observer = observer;
      return this;
    }

    /** Compresses messages both ways. Default: no compression. */
    public Builder compression(DeflateSettings settings) {
      compression = settings;
      return this;
    }

    /** Returns an open pair. */
    public ConnectionPair open() {
      return new ConnectionPair(this);
    }
  }
}
