package io.hawser.connection;

import io.hawser.SendOptions;
import io.hawser.connection.Connection.End;
import io.hawser.error.ProtocolException;
import io.hawser.error.WebSocketException;
import io.hawser.model.CloseCode;
import io.hawser.model.CloseReason;
import io.hawser.model.Fragment;
import io.hawser.model.Frame;
import io.hawser.model.Message;
import io.hawser.model.Role;
import io.hawser.observe.ConnectionObserver;
import io.hawser.protocol.Closing;
import io.hawser.protocol.Endpoint;
import io.hawser.protocol.Events;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One live connection: the event loop's side of it. Confined to the loop, but for what says
 * otherwise; as a task of it, it writes what is due.
 */
final class ConnectionLoop
    implements Runnable, Events, Watchdog.Barks, InboundShare.Owner, Outbox.Drops {
  private final Connection connection;
  private final Codec codec;
  private final ConnectionSettings settings;
  private final InboundShare share;
  private final Outbox outbox;
  private final LoopClock clock;
  private final ConnectionObserver observer;

  private final Endpoint endpoint;
  private final Reading reading;
  private final Writer writer;
  private final Watchdog watchdog;

  /** Null before the first control frame. */
  private @Nullable FloodGuard controls;

  /** Null before the connection begins to end. */
  private @Nullable Parting parting;

  private boolean gone;

  ConnectionLoop(
      Connection connection,
      Role role,
      Codec codec,
      ConnectionSettings settings,
      Transport transport,
      LoopClock clock,
      ConnectionObserver observer) {
    this.connection = connection;
    this.codec = codec;
    this.settings = settings;
    this.share = new InboundShare(settings.inbound(), this);
    this.outbox = new Outbox(settings.queues(), settings.outbound(), this);
    this.clock = clock;
    this.observer = observer;
    this.endpoint =
        settings.streams()
            ? Endpoint.ofFragments(role, codec.limits(), codec.inflater())
            : new Endpoint(role, codec.limits(), codec.inflater());
    this.watchdog =
        new Watchdog(settings.deadlines(), settings.pingChance(), clock, transport, outbox, this);
    this.reading = new Reading(connection, endpoint, this, transport, clock, settings.inbound());
    this.writer = new Writer(role, codec, connection, endpoint, transport, watchdog);
  }

  /** What is on its way to the loop. */
  Outbox outbox() {
    return outbox;
  }

  /** What is held of what came. */
  InboundShare share() {
    return share;
  }

  /** Whether little is to be read at a time. */
  boolean isSparing() {
    return reading.isSparing();
  }

  /** What has to happen in time. */
  Watchdog watchdog() {
    return watchdog;
  }

  /** See {@link Connection#prefetch}. */
  int prefetch() {
    return (reading.isResting() ? 1 : 0)
        + (endpoint.isInMessage() ? 1 : 0)
        + writer.prefetch()
        + (outbox.isPassable() ? 1 : 0);
  }

  void begin() {
    watchdog.begin();
  }

  void received(ByteBuffer in) {
    reading.received(in);
    tellEnd();
  }

  private boolean isOpen() {
    return endpoint.closing() instanceof Closing.Open;
  }

  private void giveUp() {
    fail(
        CloseReason.of(CloseCode.TRY_AGAIN_LATER),
        new IOException("too many bytes received on all connections; expected fewer"));
  }

  /** Writes what is due, as far as there is room. */
  void drain() {
    if (!gone) {
      writer.drain();
    }
  }

  /** Writes what is due, as a task of the loop. */
  @Override
  public void run() {
    try {
      drain();
    } catch (Throwable bug) {
      connection.failed(bug);
    }
  }

  /** Writes a message past the outbox, if nothing goes before it; it moves with the next drain. */
  boolean writeNow(Message message, SendOptions options) {
    if (!isPassable() || writer.hasNext()) {
      return false;
    }
    try {
      writer.writeNow(message, options.compressed().orElse(null));
    } catch (Throwable torn) {
      parting().cut(torn);
      throw torn;
    }
    moveSoon();
    return true;
  }

  /** The same with a message for many, who get it though it cannot be written here. */
  boolean writeNow(SharedMessage shared, SendOptions options) {
    if (!isPassable() || writer.hasNext()) {
      return false;
    }
    try {
      writer.writeNow(shared, options.compressed().orElse(null));
    } catch (Throwable torn) {
      parting().cut(torn);
      connection.failed(torn);
    }
    moveSoon();
    return true;
  }

  private void moveSoon() {
    if (!reading.isReceiving()) {
      writer.move();
    }
  }

  /**
   * Takes an entry past the outbox from a thread that the loop carries, if nothing goes before it
   * and it is little; written with the next drain. It must not be written here: whatever that
   * thread waits for in the middle of it, the loop would go on meanwhile.
   */
  boolean writeNext(Outgoing entry) {
    if (!isPassable() || !writer.writeNext(entry)) {
      return false;
    }
    writer.drainSoon();
    return true;
  }

  private boolean isPassable() {
    return !gone && outbox.isPassable() && connection.transport().isWritable();
  }

  /** There was room for what is received. */
  void resume() {
    if (!gone) {
      reading.resume();
      tellEnd();
      // a Ping or a Close frame may have waited behind what there was no room for
      drain();
    }
  }

  void close(CloseReason reason) {
    if (gone) {
      return;
    }
    endpoint.close(reason, this);
    reading.readToTheEnd();
    tellEnd();
    drain();
  }

  /** Fails the connection for something that is not in the peer's bytes. */
  void fail(CloseReason reason, Throwable why) {
    if (gone) {
      return;
    }
    parting().blame(why);
    parting().release();
    endpoint.fail(reason, this);
    reading.count();
    tellEnd();
    writer.discard();
    outbox.discard();
    drain();
  }

  void ping(CompletableFuture<Duration> answer) {
    if (gone || !isOpen()) {
      answer.cancel(false);
      return;
    }
    // a control frame: it does not wait for room
    writer.control(watchdog.ping(answer));
  }

  End streamEnded(@Nullable Throwable why) {
    try {
      reading.end();
    } catch (Throwable bug) {
      // the end has to be told all the same
      Bugs.report(connection.id(), bug);
    }
    gone = true;
    End how = parting().end(why);
    writer.stop();
    watchdog.end();
    // not what came of the stream behind a closing handshake
    End told = connection.end(how);
    outbox.discard();
    share.close();
    watchdog.cancelPings();
    codec.close();
    observer.closed(connection, told.closure());
    connection.receiver().closed(told);
    return told;
  }

  // ---- events of the endpoint

  @Override
  public boolean message(Message message) {
    connection.heard();
    reading.messageEnded();
    connection.transport().message(reading.isAtLast());
    return goesOn(connection.receiver().message(message));
  }

  @Override
  public boolean fragment(Fragment fragment) {
    if (fragment.last()) {
      share.messageEnded();
    }
    connection.heard();
    return goesOn(connection.receiver().fragment(fragment));
  }

  private boolean goesOn(boolean full) {
    if (full) {
      reading.off();
    }
    return !full;
  }

  @Override
  public void ping(byte[] payload) {
    if (isFlood()) {
      flooded();
      return;
    }
    if (connection.transport().isWritable()) {
      writer.answerPing();
    }
    connection.receiver().ping(payload);
  }

  @Override
  public void pong(byte[] payload) {
    Keepalive.Measured latency = watchdog.answered(payload);
    if (latency != null) {
      connection.latency(latency);
      connection.heard();
    } else if (isFlood()) {
      flooded();
      return;
    }
    connection.receiver().pong(payload);
  }

  @Override
  public void closeReceived(CloseReason received) {}

  @Override
  public void failed(WebSocketException failure) {
    parting().blame(failure);
    parting().holdBack(this::caughtUp);
  }

  @Override
  public void writeClose(CloseReason reason) {
    // the outbox is sealed when the application closes, or by tellEnd, which knows what to tell
    writer.closeDue(reason);
    startClosing();
  }

  @Override
  public void endStream() {
    writer.endStreamDue();
    startClosing();
  }

  /** The violation's turn has come: nothing that was received before it is unanswered. */
  private void caughtUp() {
    if (!gone && parting().release()) {
      tellEnd();
      drain();
    }
  }

  private boolean isFlood() {
    if (controls == null) {
      controls = new FloodGuard();
    }
    return controls.isFlood(clock.nanos());
  }

  private void flooded() {
    fail(
        CloseReason.of(CloseCode.POLICY_VIOLATION),
        new ProtocolException(CloseCode.POLICY_VIOLATION, "too many control frames in a row"));
  }

  // ---- told by any thread

  @Override
  public void roomAgain() {
    connection.onLoop(this::resume);
  }

  /** The server has no memory for this message. */
  @Override
  public void givenUp() {
    connection.onLoop(this::giveUp);
  }

  @Override
  public void dropped(int messages, long bytes) {
    observer.dropped(connection, messages, bytes);
  }

  // ---- what the watchdog asks and finds

  @Override
  public long heardNanos() {
    return reading.heardNanos();
  }

  @Override
  public void ping(Frame frame) {
    writer.control(frame);
  }

  @Override
  public void silent(Duration timeout) {
    fail(CloseReason.of(1011, ""), Parting.late("sign of life after a ping", timeout));
  }

  @Override
  public void unfinished(Duration timeout) {
    // it may be us who did not read it
    CloseCode code = reading.isResting() ? CloseCode.TRY_AGAIN_LATER : CloseCode.POLICY_VIOLATION;
    fail(CloseReason.of(code), Parting.late("end of a message", timeout));
  }

  @Override
  public void stalled(String what, Duration timeout) {
    observer.stalled(connection, timeout, connection.queuedBytes());
    // nothing of it would arrive: not a Close frame either
    parting().cut(Parting.late(what, timeout));
  }

  @Override
  public void bug(Throwable thrown) {
    connection.failed(thrown);
  }

  private void tellEnd() {
    if (!isOpen()) {
      parting().tell();
    }
  }

  private void startClosing() {
    watchdog.end();
    parting().limit(settings.closing());
  }

  private Parting parting() {
    Parting begun = parting;
    if (begun == null) {
      begun = new Parting(connection, endpoint, reading, writer, clock);
      parting = begun;
    }
    return begun;
  }
}
