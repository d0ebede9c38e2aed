package io.hawser.connection;

import io.hawser.connection.Connection.End;
import io.hawser.model.CloseReason;
import io.hawser.model.Closure;
import io.hawser.model.Closure.Initiator;
import io.hawser.protocol.Closing;
import io.hawser.protocol.Endpoint;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * How one connection comes to its end: what went wrong first, whether the end waits for what came
 * before it, how long the peer may take, and what the application hears of all that. Confined to
 * the loop; a connection has none before it begins to end.
 */
final class Parting {
  /**
   * How long the Close frame that fails a connection waits for the receiver to be through with the
   * messages that came before the violation, so that its answers to them still go out.
   */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Connection connection;
  private final Endpoint endpoint;
  private final Reading reading;
  private final Writer writer;
  private final LoopClock clock;

  /** Null while nothing is held back. */
  private Timers.@Nullable Timer grace;

  /** Null before the closing handshake begins. */
  private Timers.@Nullable Timer deadline;

  private @Nullable Throwable cause;

  Parting(
      Connection connection, Endpoint endpoint, Reading reading, Writer writer, LoopClock clock) {
    this.connection = connection;
    this.endpoint = endpoint;
    this.reading = reading;
    this.writer = writer;
    this.clock = clock;
  }

  /** What went wrong first is what the application hears of. */
  void blame(Throwable why) {
    if (cause == null) {
      cause = why;
    }
  }

  /** Ends the stream at once: nothing would arrive any more. */
  void cut(Throwable why) {
    blame(why);
    connection.transport().abort();
  }

  /**
   * Nothing is told, nor does the Close frame go out, until {@link #release}.
   *
   * @param caughtUp run on the loop once the receiver is through with what came before, and when it
   *     has had its time, if that is first
   */
  void holdBack(Runnable caughtUp) {
    writer.holdEnd(true);
    grace = clock.after(GRACE, caughtUp);
    connection.receiver().whenCaughtUp(() -> connection.onLoop(caughtUp));
  }

  /** Holds nothing back any more; returns whether it did. */
  boolean release() {
    if (grace == null) {
      return false;
    }
    grace.cancel();
    grace = null;
    writer.holdEnd(false);
    return true;
  }

  /** From now on one deadline is above all others. */
  void limit(Duration timeout) {
    if (deadline == null) {
      deadline = clock.after(timeout, () -> cut(late("closing handshake", timeout)));
    }
  }

  /**
   * Tells the application as soon as it is known how the connection closes; from then on we read
   * only to see the stream end.
   */
  void tell() {
    if (grace != null) {
      return;
    }
    switch (endpoint.closing()) {
      case Closing.Open open -> {}
      case Closing.Sent sent -> {}
      case Closing.Failed(CloseReason sent) -> {
        connection.end(new End(new Closure(sent, null, Initiator.LOCAL), cause));
        reading.discard();
      }
      case Closing.Done done -> {
        connection.end(end(done));
        reading.discard();
      }
    }
  }

  /**
   * The stream has ended; returns what there is to tell, if nothing was told before.
   *
   * @param why what the stream ended of, if not in order
   */
  End end(@Nullable Throwable why) {
    release();
    if (deadline != null) {
      deadline.cancel();
    }
    Throwable known = cause == null ? why : cause;
    return switch (endpoint.closing()) {
      case Closing.Open open -> new End(new Closure(null, null, Initiator.NETWORK), known);
      case Closing.Sent(CloseReason sent) ->
          new End(new Closure(sent, null, Initiator.LOCAL), known);
      case Closing.Failed(CloseReason sent) ->
          new End(new Closure(sent, null, Initiator.LOCAL), known);
      case Closing.Done done -> end(done);
    };
  }

  private static End end(Closing.Done done) {
    Initiator initiator = done.peerBegan() ? Initiator.PEER : Initiator.LOCAL;
    return new End(new Closure(done.sent(), done.received(), initiator), null);
  }

  static TimeoutException late(String what, Duration timeout) {
    return new TimeoutException("no %s within %d ms".formatted(what, timeout.toMillis()));
  }
}
