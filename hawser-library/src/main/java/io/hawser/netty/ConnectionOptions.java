package io.hawser.netty;

import io.hawser.Queues;
import io.hawser.TimeSource;
import io.hawser.Timeouts;
import io.hawser.connection.Connection;
import io.hawser.connection.ConnectionSettings;
import io.hawser.connection.InboundBudget;
import io.hawser.connection.Opened;
import io.hawser.connection.OutboundBudget;
import io.hawser.extension.DeflateSettings;
import io.hawser.handshake.Agreement;
import io.hawser.observe.ConnectionObserver;
import io.hawser.protocol.Limits;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What all connections of one server, or of one client, go by. */
public final class ConnectionOptions {
  private final Limits limits;
  private final Timeouts timeouts;
  private final Queues queues;
  private final boolean streams;
  private final @Nullable DeflateSettings deflate;
  private final OutboundBudget outbound;
  private final InboundBudget inbound;
  private final LoopClocks clocks;
  private final RandomGenerator random;

  private ConnectionOptions(
      Limits limits,
      Timeouts timeouts,
      Queues queues,
      boolean streams,
      @Nullable DeflateSettings deflate,
      OutboundBudget outbound,
      InboundBudget inbound,
      LoopClocks clocks,
      RandomGenerator random) {
    this.limits = limits;
    this.timeouts = timeouts;
    this.queues = queues;
    this.streams = streams;
    this.deflate = deflate;
    this.outbound = outbound;
    this.inbound = inbound;
    this.clocks = clocks;
    this.random = random;
  }

  /**
   * Returns a server's.
   *
   * @param deflate null unless compression may be negotiated
   * @param time null for the system's
   */
  public static ConnectionOptions ofServer(
      Limits limits,
      Timeouts timeouts,
      Queues queues,
      boolean streams,
      @Nullable DeflateSettings deflate,
      OutboundBudget outbound,
      InboundBudget inbound,
      @Nullable TimeSource time,
      RandomGenerator random) {
    return new ConnectionOptions(
        limits,
        timeouts,
        queues,
        streams,
        deflate,
        outbound,
        inbound,
        new LoopClocks(time),
        random);
  }

  /**
   * Returns a client's.
   *
   * @param deflate null unless compression is offered
   * @param time null for the system's
   */
  public static ConnectionOptions ofClient(
      Limits limits,
      Timeouts timeouts,
      Queues queues,
      boolean streams,
      @Nullable DeflateSettings deflate,
      @Nullable TimeSource time,
      RandomGenerator random) {
    return new ConnectionOptions(
        limits,
        timeouts,
        queues,
        streams,
        deflate,
        OutboundBudget.unlimited(),
        InboundBudget.unlimited(),
        LoopClocks.ofClients(time),
        random);
  }

  /** Deadlines. */
  public Timeouts timeouts() {
    return timeouts;
  }

  /** The time of a channel's event loop. */
  LoopClocks clocks() {
    return clocks;
  }

  /** The time all deadlines go by. */
  public TimeSource time() {
    return clocks.source();
  }

  /** What spreads things. */
  public RandomGenerator random() {
    return random;
  }

  /** Returns the connection that an opening handshake has led to; it has to begin yet. */
  Connection open(
      Opened opened, Agreement agreement, NettyTransport transport, ConnectionObserver observer) {
    return new Connection(
        opened,
        Codecs.of(opened.role(), limits, agreement, deflate),
        new ConnectionSettings(timeouts, queues, outbound, inbound, streams, random.nextDouble()),
        transport,
        clocks.of(transport.loop()),
        observer);
  }
}
