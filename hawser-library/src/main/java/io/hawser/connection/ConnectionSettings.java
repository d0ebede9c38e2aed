package io.hawser.connection;

import io.hawser.Queues;
import io.hawser.Timeouts;
import io.hawser.WebSocketListener;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** What all open connections of one server, or of one client, go by. Immutable. */
public final class ConnectionSettings {
  private final Queues queues;
  private final OutboundBudget outbound;
  private final InboundBudget inbound;
  private final boolean streams;
  private final @Nullable Callbacks onLoop;
  private final DoubleSupplier pingChance;
  private final Duration closing;
  private final Deadlines deadlines;

  /**
   * Puts them together.
   *
   * @param outbound shared by all of them
   * @param inbound shared by them too
   * @param streams whether messages are handed on as they come
   * @param onLoop called with what each receives, on its event loop; null if nobody is there
   * @param pingChance from 0 to 1, for each connection: where in the first interval the first Ping
   *     is due
   */
  public ConnectionSettings(
      Timeouts timeouts,
      Queues queues,
      OutboundBudget outbound,
      InboundBudget inbound,
      boolean streams,
      @Nullable WebSocketListener onLoop,
      DoubleSupplier pingChance) {
    this.queues = queues;
    this.outbound = outbound;
    this.inbound = inbound;
    this.streams = streams;
    this.onLoop = onLoop == null ? null : new Callbacks(onLoop);
    this.pingChance = pingChance;
    this.closing = timeouts.closing();
    // a message that is read as it comes may take as long as it likes
    this.deadlines = Deadlines.of(streams ? timeouts.withoutMessage() : timeouts);
  }

  /** What calls with what each receives, on its event loop; null if nobody is called there. */
  @Nullable Callbacks onLoop() {
    return onLoop;
  }

  /** Whether somebody is. */
  public boolean callsOnLoop() {
    return onLoop != null;
  }

  Queues queues() {
    return queues;
  }

  OutboundBudget outbound() {
    return outbound;
  }

  InboundBudget inbound() {
    return inbound;
  }

  boolean streams() {
    return streams;
  }

  double pingChance() {
    return pingChance.getAsDouble();
  }

  Duration closing() {
    return closing;
  }

  Deadlines deadlines() {
    return deadlines;
  }
}
