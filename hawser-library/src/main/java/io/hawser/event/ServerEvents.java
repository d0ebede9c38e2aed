package io.hawser.event;

import io.hawser.TimeSource;
import io.hawser.WebSocket;
import io.hawser.model.Role;
import io.hawser.observe.HandshakeFailure;
import io.hawser.observe.ServerObserver;
import io.hawser.observe.ServerStats;
import io.hawser.policy.LogPolicy;
import io.hawser.queue.LogLines;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What happens to the connections of one server: counted, logged, recorded, told. Every handshake
 * that has begun ends in one of {@link #handshakeOpened}, {@link #handshakeAnswered} and {@link
 * #handshakeFailed}.
 */
public final class ServerEvents extends ConnectionEvents<ServerObserver> implements ServerObserver {
  private final HandshakeCounters counters;
  private final HandshakeLog log;

  /**
   * Begins.
   *
   * @param observer null if nobody watches but, perhaps, the flight recorder
   * @param time what minutes go by
   */
  public ServerEvents(@Nullable ServerObserver observer, LogPolicy policy, TimeSource time) {
    super(Role.SERVER, observer);
    counters = new HandshakeCounters(time);
    log = new HandshakeLog(policy, time);
  }

  /** A socket was accepted. */
  public void handshakeBegun() {
    counters.begun();
  }

  /** A handshake led to a connection; told before {@link #opened}. */
  public void handshakeOpened(WebSocket ws, Duration took) {
    counters.opened(took);
    FlightEvents.handshakeOpened(ws, took);
  }

  /** A handshake ended by an answer of the application's that is no failure. */
  public void handshakeAnswered(int status) {
    counters.answered(status);
  }

  @Override
  public void handshakeFailed(HandshakeFailure failure) {
    counters.failed(failure);
    FlightEvents.handshakeFailed(failure);
    log.failed(failure);
    tell(told -> told.handshakeFailed(failure));
  }

  /** The figures now, given how many connections are open. */
  public ServerStats stats(long open, long penalised) {
    return counters.stats(open, penalised);
  }

  /** The server has ended; what was not logged yet is. */
  public void end() {
    log.end();
  }

  /** Waits for the log as well. */
  @Override
  public boolean awaitTold(Duration timeout) throws InterruptedException {
    long began = System.nanoTime();
    boolean written = log.awaitWritten(timeout);
    boolean told = super.awaitTold(left(timeout, began));
    // last, for there the other two tell of what they missed
    return LogLines.awaitWritten(left(timeout, began)) && written && told;
  }

  private static Duration left(Duration timeout, long began) {
    return timeout.minusNanos(System.nanoTime() - began);
  }
}
