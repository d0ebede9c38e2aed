package io.hawser.netty;

import io.hawser.Queues;
import io.hawser.TimeSource;
import io.hawser.Timeouts;
import io.hawser.WebSocketListener;
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
  private final Codecs codecs;
  private final Timeouts timeouts;
  private final ConnectionSettings settings;
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
      @Nullable WebSocketListener onLoop,
      LoopClocks clocks,
      RandomGenerator random) {
    this.codecs = new Codecs(limits, deflate);
    this.timeouts = timeouts;
    this.settings =
        new ConnectionSettings(
            timeouts, queues, outbound, inbound, streams, onLoop, random::nextDouble);
    this.clocks = clocks;
    this.random = random;
  }

  /**
   * Returns a server's.
   *
   * @param deflate null unless compression may be negotiated
   * @param onLoop called on event loops; null if no listener is
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
      @Nullable WebSocketListener onLoop,
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
        onLoop,
        new LoopClocks(time),
        random);
  }

  /**
   * Returns a client's.
   *
   * @param deflate null unless compression is offered
   * @param onLoop called on event loops; null if no listener is
   * @param time null for the system's
   */
  public static ConnectionOptions ofClient(
      Limits limits,
      Timeouts timeouts,
      Queues queues,
      boolean streams,
      @Nullable DeflateSettings deflate,
      @Nullable WebSocketListener onLoop,
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
        onLoop,
        LoopClocks.ofClients(time),
        random);
  }

  /** Deadlines. */
  public Timeouts timeouts() {
    return timeouts;
  }

  /** Whether a listener is called on event loops. */
  boolean callsOnLoop() {
    return settings.callsOnLoop();
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
      Opened opened, Agreement agreement, LoopTransport transport, ConnectionObserver observer) {
    return new Connection(
        opened,
        codecs.of(opened.role(), agreement),
        settings,
        transport,
        clocks.of(transport.loop()),
        observer);
  }
}
