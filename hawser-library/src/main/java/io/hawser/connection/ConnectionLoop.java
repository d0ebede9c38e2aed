package io.hawser.connection;

import io.hawser.Timeouts;
import io.hawser.connection.Connection.End;
import io.hawser.error.WebSocketException;
import io.hawser.model.CloseReason;
import io.hawser.model.Closure;
import io.hawser.model.Closure.Initiator;
import io.hawser.model.Frame;
import io.hawser.model.Message;
import io.hawser.model.Role;
import io.hawser.protocol.Closing;
import io.hawser.protocol.Endpoint;
import io.hawser.protocol.Events;
import io.hawser.protocol.FrameEncoder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One live connection: the event loop's side of it. Confined to the loop. */
final class ConnectionLoop implements Events {
  /** How often a connection that writes without end goes on before others have their turn. */
  private static final int MAX_TURNS = 8;

  /**
   * How long the Close frame that fails a connection waits for the receiver to be through with the
   * messages that came before the violation, so that its answers to them still go out.
   */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Connection connection;
  private final Codec codec;
  private final Timeouts timeouts;
  private final Transport transport;
  private final Ticker ticker;
  private final Timers timers;
  private final BiConsumer<Connection, Closure> closed;

  private final Endpoint endpoint;
  private final FrameEncoder encoder;
  private final Pings pings = new Pings();

  private @Nullable CloseReason closeDue;
  private boolean endStreamDue;
  private boolean heldBack;
  private boolean draining;
  private boolean drainAgain;
  private boolean gone;
  private Timers.@Nullable Timer closingDeadline;
  private @Nullable Throwable cause;

  ConnectionLoop(
      Connection connection,
      Role role,
      Codec codec,
      Timeouts timeouts,
      Transport transport,
      Ticker ticker,
      Timers timers,
      BiConsumer<Connection, Closure> closed) {
    this.connection = connection;
    this.codec = codec;
    this.timeouts = timeouts;
    this.transport = transport;
    this.ticker = ticker;
    this.timers = timers;
    this.closed = closed;
    this.endpoint = new Endpoint(role, codec.limits(), codec.inflater());
    this.encoder = new FrameEncoder(role, codec.keys(), codec.deflater());
  }

  void received(ByteBuffer in) {
    endpoint.receive(in, this);
    tellEnd();
  }

  /** Writes what is due, as far as there is room; the Close frame behind all messages. */
  void drain() {
    // a flush that empties the socket's buffer calls back, in the middle of the turn below
    drainAgain = true;
    if (draining || gone) {
      return;
    }
    draining = true;
    try {
      for (int turn = 0; drainAgain && turn < MAX_TURNS; turn++) {
        drainAgain = false;
        drainOnce();
        transport.flush();
      }
    } finally {
      draining = false;
    }
    if (drainAgain && !gone) {
      // others on this loop come first
      connection.onLoop(this::drain);
    }
  }

  private void drainOnce() {
    while (!gone && transport.isWritable()) {
      answerPing();
      Message message = connection.outbox.poll();
      if (message == null) {
        writeEnd();
        return;
      }
      encoder.message(message, transport);
    }
  }

  void close(CloseReason reason) {
    if (gone) {
      return;
    }
    // whatever the receiver was too slow for, the peer's Close frame must be seen
    transport.reading(true);
    endpoint.close(reason, this);
    drain();
  }

  /** Fails the connection for something that is not in the peer's bytes. */
  void fail(CloseReason reason, Throwable why) {
    if (gone) {
      return;
    }
    cause = cause == null ? why : cause;
    heldBack = false;
    endpoint.fail(reason, this);
    tellEnd();
    connection.outbox.discard();
    drain();
  }

  void ping(CompletableFuture<Duration> answer) {
    if (gone || !(endpoint.closing() instanceof Closing.Open)) {
      answer.cancel(false);
      return;
    }
    // a control frame: it does not wait for room
    encoder.frame(pings.next(ticker.nanos(), answer), transport);
    transport.flush();
    Timers.Timer deadline = timers.after(timeouts.pong(), () -> pongMissed(answer));
    answer.whenComplete((latency, failure) -> deadline.cancel());
  }

  void streamEnded(@Nullable Throwable why) {
    gone = true;
    if (closingDeadline != null) {
      closingDeadline.cancel();
    }
    Throwable known = cause == null ? why : cause;
    End how =
        switch (endpoint.closing()) {
          case Closing.Open open -> new End(new Closure(null, null, Initiator.NETWORK), known);
          case Closing.Sent(CloseReason sent) ->
              new End(new Closure(sent, null, Initiator.LOCAL), known);
          case Closing.Failed(CloseReason sent) ->
              new End(new Closure(sent, null, Initiator.LOCAL), known);
          case Closing.Done done -> end(done);
        };
    connection.end(how);
    connection.outbox.discard();
    pings.cancel();
    codec.close();
    closed.accept(connection, connection.closure().orElse(how.closure()));
  }

  // ---- events of the endpoint

  @Override
  public void message(Message message) {
    if (connection.inbox.offer(message)) {
      transport.reading(false);
    }
  }

  @Override
  public void ping(byte[] payload) {
    if (transport.isWritable()) {
      answerPing();
    }
  }

  @Override
  public void pong(byte[] payload) {
    pings.answered(payload, ticker.nanos());
  }

  @Override
  public void closeReceived(CloseReason received) {}

  @Override
  public void failed(WebSocketException failure) {
    cause = failure;
    heldBack = true;
    connection.inbox.whenCaughtUp(() -> connection.onLoop(this::release));
    timers.after(GRACE, this::release);
  }

  @Override
  public void writeClose(CloseReason reason) {
    // the outbox is sealed when the application closes, or by tellEnd, which knows what to tell
    closeDue = reason;
    startDeadline();
  }

  @Override
  public void endStream() {
    endStreamDue = true;
    startDeadline();
  }

  /** Answers the newest Ping; older ones that found no room go unanswered (5.5.3). */
  private void answerPing() {
    byte[] payload = endpoint.takePong();
    if (payload != null) {
      encoder.frame(Frame.pong(payload), transport);
    }
  }

  /** The violation's turn has come: nothing that was received before it is unanswered. */
  private void release() {
    if (heldBack && !gone) {
      heldBack = false;
      tellEnd();
      drain();
    }
  }

  private void writeEnd() {
    if (heldBack) {
      return;
    }
    if (closeDue != null) {
      encoder.close(closeDue, transport);
      closeDue = null;
    }
    if (endStreamDue) {
      endStreamDue = false;
      transport.endStream();
    }
  }

  /**
   * Tells the application as soon as it is known how the connection closes; from then on we read
   * only to see the stream end.
   */
  private void tellEnd() {
    if (heldBack) {
      return;
    }
    switch (endpoint.closing()) {
      case Closing.Open open -> {}
      case Closing.Sent sent -> {}
      case Closing.Failed(CloseReason sent) -> {
        connection.end(new End(new Closure(sent, null, Initiator.LOCAL), cause));
        transport.reading(true);
      }
      case Closing.Done done -> {
        connection.end(end(done));
        transport.reading(true);
      }
    }
  }

  private static End end(Closing.Done done) {
    Initiator initiator = done.peerBegan() ? Initiator.PEER : Initiator.LOCAL;
    return new End(new Closure(done.sent(), done.received(), initiator), null);
  }

  private void startDeadline() {
    if (closingDeadline == null) {
      closingDeadline =
          timers.after(timeouts.closing(), () -> cut("closing handshake", timeouts.closing()));
    }
  }

  private void pongMissed(CompletableFuture<Duration> answer) {
    if (!answer.isDone()) {
      fail(CloseReason.of(1011, ""), late("pong", timeouts.pong()));
    }
  }

  private void cut(String what, Duration timeout) {
    if (cause == null) {
      cause = late(what, timeout);
    }
    transport.abort();
  }

  private static TimeoutException late(String what, Duration timeout) {
    return new TimeoutException("no %s within %d ms".formatted(what, timeout.toMillis()));
  }
}
