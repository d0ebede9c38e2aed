package io.hawser.connection;

import io.hawser.Timeouts;
import io.hawser.WebSocket;
import io.hawser.error.CallInterruptedException;
import io.hawser.error.ConnectionClosedException;
import io.hawser.model.CloseReason;
import io.hawser.model.Closure;
import io.hawser.model.Message;
import io.hawser.model.Request;
import io.hawser.model.Response;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One live connection of either role: the application's side of it. The event loop's side is {@link
 * ConnectionLoop}; the two share the inbox, the outbox and how the connection closed.
 */
public final class Connection implements WebSocket {
  private final Opened opened;
  private final Transport transport;
  private final ConnectionLoop loop;

  final Inbox inbox;
  final Outbox outbox = new Outbox();
  private final CountDownLatch ended = new CountDownLatch(1);

  // written once, before the outbox is sealed
  private volatile @Nullable CloseReason closeAsked;
  private volatile @Nullable End end;

  /** How the connection closed, and what made it close, if not the closing handshake did. */
  record End(Closure closure, @Nullable Throwable cause) {}

  /**
   * Begins an open connection; its transport may deliver from now on.
   *
   * @param closed called once, on the loop, when the stream has ended
   */
  public Connection(
      Opened opened,
      Codec codec,
      Timeouts timeouts,
      Transport transport,
      Ticker ticker,
      Timers timers,
      BiConsumer<Connection, Closure> closed) {
    this.opened = opened;
    this.transport = transport;
    this.inbox = new Inbox(() -> onLoop(this::resume));
    this.loop =
        new ConnectionLoop(this, opened.role(), codec, timeouts, transport, ticker, timers, closed);
  }

  // ---- for the engine, on the event loop

  /** Bytes came; all of them are consumed. */
  public void received(ByteBuffer in) {
    loop.received(in);
  }

  /** No more bytes for now: what they led to is written. */
  public void readComplete() {
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
    try {
      loop.streamEnded(cause);
    } finally {
      ended.countDown();
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
            task.run();
          } catch (Throwable bug) {
            failed(bug);
          }
        });
  }

  /** The inbox had room; it may have filled again before the loop came to hear of it. */
  private void resume() {
    if (!inbox.isFull()) {
      transport.reading(true);
    }
  }

  /** Says, once, how the connection closes; wakes whoever waits. */
  void end(End how) {
    if (end == null) {
      end = how;
    }
    outbox.seal();
    inbox.end();
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
  public void send(Message message) {
    try {
      switch (outbox.put(message)) {
        case SCHEDULE -> onLoop(loop::drain);
        case QUEUED -> {}
        case SEALED -> throw closedException();
      }
    } catch (InterruptedException e) {
      throw interrupted("send", e);
    }
  }

  @Override
  public Message receive() {
    try {
      Message message = inbox.take(Inbox.FOREVER);
      if (message == null) {
        throw closedException();
      }
      return message;
    } catch (InterruptedException e) {
      throw interrupted("receive", e);
    }
  }

  @Override
  public Optional<Message> receive(Duration timeout) {
    try {
      Message message = inbox.take(Math.max(0, nanos(timeout)));
      if (message == null && inbox.isExhausted()) {
        throw closedException();
      }
      return Optional.ofNullable(message);
    } catch (InterruptedException e) {
      throw interrupted("receive", e);
    }
  }

  @Override
  public Iterator<Message> iterator() {
    return new Iterator<>() {
      private @Nullable Message next;

      @Override
      public boolean hasNext() {
        if (next == null) {
          try {
            next = receive();
          } catch (ConnectionClosedException e) {
            if (e.isClean()) {
              return false;
            }
            throw e;
          }
        }
        return true;
      }

      @Override
      public Message next() {
        if (!hasNext() || next == null) {
          throw new NoSuchElementException("the connection has closed");
        }
        Message message = next;
        next = null;
        return message;
      }
    };
  }

  @Override
  public Duration ping() {
    var answer = new CompletableFuture<Duration>();
    if (!outbox.isOpen()) {
      throw closedException();
    }
    onLoop(() -> loop.ping(answer));
    if (ended.getCount() == 0) {
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
    startClosing(CloseReason.of(code, reason));
    try {
      ended.await();
    } catch (InterruptedException e) {
      throw interrupted("close", e);
    }
  }

  /** Begins to close, and does not wait; does nothing if the connection is closing already. */
  public void startClosing(CloseReason reason) {
    CloseReason asked = closeAsked;
    CloseReason first = asked == null ? reason : asked;
    closeAsked = first;
    outbox.seal();
    inbox.drop();
    // whoever waits in receive() may close as well now, and be on the loop before this thread is
    onLoop(() -> loop.close(first));
  }

  /** Cuts the connection, without a closing handshake. */
  public void abort() {
    transport.execute(transport::abort);
  }

  @Override
  public boolean isOpen() {
    return outbox.isOpen();
  }

  @Override
  public Optional<Closure> closure() {
    return Optional.ofNullable(end).map(End::closure);
  }

  @Override
  public String toString() {
    return "connection " + id();
  }

  /** Made on the caller's thread, so that its trace names the user's line. */
  private ConnectionClosedException closedException() {
    End how = end;
    if (how != null) {
      return new ConnectionClosedException(how.closure(), how.cause());
    }
    // sealed by a close of ours whose handshake is under way
    return new ConnectionClosedException(
        new Closure(closeAsked, null, Closure.Initiator.LOCAL), null);
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
