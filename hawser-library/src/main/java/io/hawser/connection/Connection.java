package io.hawser.connection;

import io.hawser.Latency;
import io.hawser.MessageReader;
import io.hawser.OpeningTimings;
import io.hawser.SendOptions;
import io.hawser.SlowConsumer;
import io.hawser.WebSocket;
import io.hawser.WebSocketListener;
import io.hawser.error.CallInterruptedException;
import io.hawser.error.ConnectionClosedException;
import io.hawser.model.CloseReason;
import io.hawser.model.Closure;
import io.hawser.model.Message;
import io.hawser.model.Request;
import io.hawser.model.Response;
import io.hawser.observe.ConnectionObserver;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One live connection of either role: the application's side of it. The event loop's side is {@link
 * ConnectionLoop}; the two share the inbox, the outbox and how the connection closed.
 */
public final class Connection implements WebSocket {
  /** How many connections {@link #prefetch} is for together: so many as the nearest cache holds. */
  public static final int TOGETHER = 16;

  private final Opened opened;
  private final Transport transport;
  private final ConnectionLoop loop;
  private final Sending sending;
  private final Receiver receiver;

  /** Null if a listener is called on the loop. */
  private final @Nullable Receiving receiving;

  /** Begins to call a listener; null if there is none, or it was begun. */
  private @Nullable Runnable start;

  final Outbox outbox;
  private final Ending ending = new Ending();
  private volatile Keepalive.@Nullable Measured latency;

  /** Completed, once, by the first message or Pong; null if nobody waits for it any more. */
  private volatile @Nullable CompletableFuture<Boolean> firstWord;

  /** How the connection closed, and what made it close, if not the closing handshake did. */
  record End(Closure closure, @Nullable Throwable cause) {}

  /**
   * Begins an open connection; its transport may deliver from now on.
   *
   * @param observer hears by any thread of what happens; must not block. Of the close it hears
   *     once, on the loop, when the stream has ended
   */
  public Connection(
      Opened opened,
      Codec codec,
      ConnectionSettings settings,
      Transport transport,
      LoopClock clock,
      ConnectionObserver observer) {
    this.opened = opened;
    this.transport = transport;
    this.loop =
        new ConnectionLoop(this, opened.role(), codec, settings, transport, clock, observer);
    this.outbox = loop.outbox();
    this.sending = new Sending(this, outbox, settings.queues());
    Callbacks onLoop = settings.onLoop();
    if (onLoop == null) {
      var inbox = new Inbox(settings.queues().receivedBytes(), share());
      this.receiver = inbox;
      this.receiving = new Receiving(this, inbox, codec.limits().maxMessageBytes());
    } else {
      var there = new LoopListener(this, onLoop, settings.queues());
      this.receiver = there;
      this.receiving = null;
      this.start = there::open;
    }
  }

  // ---- for the engine, on the event loop

  /** Calls a listener, from {@link #begin} on, on a thread of its own. */
  public void listen(WebSocketListener listener, Executor thread) {
    var callbacks = new Callbacks(listener);
    Inbox inbox = receiving("listen").listen(callbacks.initialDemand());
    start = () -> thread.execute(new ListenerThread(this, callbacks, inbox, ending));
  }

  /** Returns what completes, on the loop, with the peer's first message or Pong. */
  public CompletableFuture<Boolean> firstWord() {
    var word = new CompletableFuture<Boolean>();
    firstWord = word;
    return word;
  }

  /** Begins to keep time; called once, before bytes come. */
  public void begin() {
    if (start != null) {
      start.run();
      start = null;
    }
    loop.begin();
  }

  /** Whether little is to be read at a time: all connections together hold too much. */
  public boolean isSparing() {
    return loop.isSparing();
  }

  /**
   * Looks at what a message will need, which has the processor fetch it from memory. For
   * connections that are read one after the other, and were not lately: asked one by one it fetches
   * for all of them at a time. An object that every message comes to touch belongs here, too; the
   * benchmark of 1,000 connections says whether that helps.
   *
   * @return a number of no meaning, for the caller to keep: otherwise nobody would have to look
   */
  public int prefetch() {
    return loop.prefetch() + receiver.prefetch() + (firstWord == null ? 0 : 1);
  }

  /** The same for a message that is sent; from any thread. */
  int prefetchToSend() {
    return transport.isOnLoop()
        ? loop.prefetch() + (transport.isWritable() ? 1 : 0)
        : (outbox.isPassable() ? 1 : 0);
  }

  /** Bytes came; all of them are consumed. */
  public void received(ByteBuffer in) {
    loop.received(in);
  }

  /** No more bytes for now: what they led to is written. */
  public void readComplete() {
    // what a carried thread has taken meanwhile need not be told
    receiver.tellShare();
    loop.drain();
  }

  /** There is room for writing again. */
  public void writable() {
    loop.drain();
  }

  /**
   * The stream has ended; called once, and nothing after it.
   *
   * @param cause null if the peer ended the stream in order
   */
  public void streamEnded(@Nullable Throwable cause) {
    var how = new End(new Closure(null, null, Closure.Initiator.NETWORK), cause);
    try {
      how = loop.streamEnded(cause);
    } finally {
      ending.end(how);
    }
  }

  /** Something of ours went wrong while the loop worked for this connection. */
  public void failed(Throwable bug) {
    Bugs.report(id(), bug);
    try {
      loop.fail(CloseReason.of(1011, ""), bug);
    } catch (Throwable again) {
      // not even a Close frame can be written
      transport.abort();
    }
  }

  // ---- for the loop

  /** Runs a task on the loop; what goes wrong there ends this connection, and nothing else. */
  void onLoop(Runnable task) {
    transport.execute(
        () -> {
          try {
            transport.call(task);
          } catch (Throwable bug) {
            failed(bug);
          }
        });
  }

  void resume() {
    loop.resume();
  }

  /** What is held of what came. */
  InboundShare share() {
    return loop.share();
  }

  Transport transport() {
    return transport;
  }

  boolean isOnLoop() {
    return transport.isOnLoop();
  }

  /** Fails the connection, from any thread. */
  void fail(CloseReason reason, Throwable why) {
    onLoop(() -> loop.fail(reason, why));
  }

  Receiver receiver() {
    return receiver;
  }

  /** Has the loop write what is due; from any thread. */
  void drainSoon() {
    transport.execute(loop);
  }

  /**
   * Takes a message past the outbox, from the loop or a thread that it carries; returns false for
   * others, and if something goes before the message: then it must queue.
   */
  private boolean pass(Message message, SendOptions options) {
    return transport.isOnLoop()
        ? loop.writeNow(message, options)
        : isCarried() && loop.writeNext(Outgoing.of(message, options));
  }

  /** The same with a message for many. */
  private boolean pass(SharedMessage shared, SendOptions options) {
    return transport.isOnLoop()
        ? loop.writeNow(shared, options)
        : isCarried() && loop.writeNext(Outgoing.of(shared, options));
  }

  private boolean isCarried() {
    // an interrupted one is told so where it would wait
    return transport.isCarried() && !Thread.currentThread().isInterrupted();
  }

  /** A message came, or a Pong. */
  void heard() {
    CompletableFuture<Boolean> word = firstWord;
    if (word != null) {
      firstWord = null;
      word.complete(true);
    }
  }

  void latency(Keepalive.Measured measured) {
    latency = measured;
  }

  /** Says how the connection closes, and wakes whoever waits; returns what was said first. */
  End end(End how) {
    End first = ending.know(how);
    outbox.seal();
    receiver.end();
    return first;
  }

  // ---- for the application

  @Override
  public String id() {
    return opened.id();
  }

  @Override
  public Request request() {
    return opened.request();
  }

  @Override
  public Response response() {
    return opened.response();
  }

  @Override
  public Optional<String> subprotocol() {
    return Optional.ofNullable(opened.subprotocol());
  }

  @Override
  public SocketAddress localAddress() {
    return transport.localAddress();
  }

  @Override
  public SocketAddress remoteAddress() {
    return transport.remoteAddress();
  }

  @Override
  public Optional<Principal> peerPrincipal() {
    Principal known = opened.identified().principal();
    return known == null ? WebSocket.super.peerPrincipal() : Optional.of(known);
  }

  @Override
  public List<X509Certificate> peerCertificates() {
    return opened.peerCertificates();
  }

  @Override
  public Map<String, Object> attributes() {
    return opened.identified().attributes();
  }

  @Override
  public Optional<OpeningTimings> openingTimings() {
    return Optional.ofNullable(opened.timings());
  }

  @Override
  public void send(Message message, SendOptions options) {
    if (!pass(message, options)) {
      sending.send(message, options);
    }
  }

  @Override
  public boolean trySend(Message message, Duration timeout) {
    return pass(message, SendOptions.defaults())
        || sending.trySend(message, Math.max(0, nanos(timeout)));
  }

  @Override
  public boolean trySend(Message message, SendOptions options) {
    return pass(message, options) || sending.trySend(message, options);
  }

  @Override
  public void sendFragments(Iterator<? extends Message> fragments) {
    sending.sendFragments(fragments);
  }

  @Override
  public OutputStream beginBinary(SendOptions options) {
    return sending.beginBinary(options);
  }

  @Override
  public java.io.Writer beginText(SendOptions options) {
    return sending.beginText(options);
  }

  /** What became of a message for many on one connection. */
  public enum Offered {
    QUEUED,
    SKIPPED,
    CLOSED
  }

  /**
   * Queues a message for many at once, or does what the policy says.
   *
   * @param policy null for the connection's own
   */
  public Offered offer(SharedMessage shared, SendOptions options, @Nullable SlowConsumer policy) {
    return pass(shared, options) ? Offered.QUEUED : sending.offer(shared, options, policy);
  }

  @Override
  public long queuedBytes() {
    return outbox.queuedBytes() + transport.pendingBytes();
  }

  @Override
  public long droppedMessages() {
    return outbox.dropped();
  }

  @Override
  public Optional<Latency> latency() {
    return Optional.ofNullable(latency).map(Keepalive.Measured::toLatency);
  }

  @Override
  public Message receive() {
    // null would say that the time passed
    return Objects.requireNonNull(receiving("receive").message(Inbox.FOREVER));
  }

  @Override
  public Optional<Message> receive(Duration timeout) {
    return Optional.ofNullable(receiving("receive").message(Math.max(0, nanos(timeout))));
  }

  @Override
  public MessageReader receiveStream() {
    return receiving("receiveStream").stream();
  }

  @Override
  public void request(long messages) {
    receiver.request(messages);
  }

  @Override
  public Iterator<Message> iterator() {
    return new MessageIterator(this);
  }

  @Override
  public Duration ping() {
    var answer = new CompletableFuture<Duration>();
    if (!outbox.isOpen()) {
      throw closedException();
    }
    if (transport.isOnLoop()) {
      throw new IllegalStateException("ping would wait on an event loop, for itself");
    }
    onLoop(() -> loop.ping(answer));
    if (ending.isEnded()) {
      // the loop may be gone, and the task with it
      answer.cancel(false);
    }
    try {
      return answer.get();
    } catch (InterruptedException e) {
      throw interrupted("ping", e);
    } catch (ExecutionException | CancellationException e) {
      throw closedException();
    }
  }

  @Override
  public void close(int code, String reason) {
    startClosing(code, reason);
    if (transport.isOnLoop()) {
      // what would be waited for is up to this very thread
      return;
    }
    try {
      ending.await();
    } catch (InterruptedException e) {
      throw interrupted("close", e);
    }
  }

  @Override
  public void startClosing(int code, String reason) {
    startClosing(CloseReason.of(code, reason));
  }

  /** Begins to close, and does not wait; does nothing if the connection is closing already. */
  public void startClosing(CloseReason reason) {
    CloseReason first = ending.ask(reason);
    outbox.seal();
    receiver.drop();
    // whoever waits in receive() may close as well now, and be on the loop before this thread is
    onLoop(() -> loop.close(first));
  }

  /** Cuts the connection, without a closing handshake. */
  public void abort() {
    transport.execute(transport::abort);
  }

  @Override
  public <T extends @Nullable Object> T offload(Callable<T> call) throws Exception {
    if (transport.isOnLoop()) {
      throw new IllegalStateException("offload would wait on an event loop, for another thread");
    }
    return Offload.call(call);
  }

  @Override
  public boolean isOpen() {
    return outbox.isOpen();
  }

  @Override
  public Optional<Closure> closure() {
    return ending.closure();
  }

  @Override
  public CompletionStage<Closure> onClose() {
    return ending.stage();
  }

  @Override
  public String toString() {
    return "connection " + id();
  }

  /** Made on the caller's thread, so that its trace names the user's line. */
  public ConnectionClosedException closedException() {
    return ending.exception();
  }

  private Receiving receiving(String call) {
    if (receiving == null) {
      throw Receiving.forListener(call);
    }
    return receiving;
  }

  private static CallInterruptedException interrupted(String call, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new CallInterruptedException(call, cause);
  }

  private static long nanos(Duration timeout) {
    return timeout.compareTo(Duration.ofNanos(Inbox.FOREVER)) < 0
        ? timeout.toNanos()
        : Inbox.FOREVER;
  }
}
