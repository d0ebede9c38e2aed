package io.hawser.client;

import io.hawser.WebSocket;
import io.hawser.connection.Connection;
import io.hawser.error.CallInterruptedException;
import io.hawser.error.ConnectionClosedException;
import io.hawser.error.WebSocketException;
import io.hawser.model.Closure;
import io.hawser.model.Message;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Connections without end, one after the other: a failure that may pass is retried, one that will
 * not is thrown.
 *
 * <pre>{@code
 * try (var connections = WebSocketClient.builder("wss://example.com/feed").connections()) {
 *   for (var ws : connections) {
 *     try {
 *       for (var message : ws) {
 *         handle(message);
 *       }
 *     } catch (ConnectionClosedException e) {
 *       continue;
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>Each step of the iteration closes the connection before, waits as the policy says, connects,
 * and has an open connection or throws the fatal cause. It ends only when stopped. Leaving the loop
 * closes the connection before {@link #close} returns.
 *
 * <p>One thread iterates; the other methods are safe from any thread, a listener's callbacks
 * included, and none of them waits but {@link #close} and {@link #awaitState}.
 */
public final class Connections implements Iterable<WebSocket>, AutoCloseable {
  private final Opener opener;
  private final Breaks breaks;
  private final StateHolder state;
  private final Sender sender;
  private final boolean stopOnNormalClosure;

  /** Held by the thread that takes a step. */
  private final ReentrantLock stepping = new ReentrantLock();

  private volatile @Nullable Connection current;
  // guarded by stepping
  private boolean ready;

  Connections(
      Opener opener, Breaks breaks, StateHolder state, Sender sender, boolean stopOnNormalClosure) {
    this.opener = opener;
    this.breaks = breaks;
    this.state = state;
    this.sender = sender;
    this.stopOnNormalClosure = stopOnNormalClosure;
  }

  /** Handles one connection after the other. */
  @FunctionalInterface
  public interface Handler<X extends Exception> {
    /** Handles one connection; it is closed when this returns. */
    void handle(WebSocket ws) throws X;
  }

  /**
   * Returns the iterator, whose {@code hasNext} does what the class says: it blocks, and throws the
   * fatal cause, or {@link CallInterruptedException} if interrupted; then nothing is left, and the
   * flag is set again. It is always the same iteration.
   */
  @Override
  public Iterator<WebSocket> iterator() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return step() != null;
      }

      @Override
      public WebSocket next() {
        WebSocket next = step();
        if (next == null) {
          throw new NoSuchElementException("stopped");
        }
        taken();
        return next;
      }
    };
  }

  /**
   * Calls a handler with one connection after the other, on this thread; returns when stopped, and
   * throws the fatal cause. The end of its own connection may escape from the handler; whatever
   * else does closes the connection with 1011, and is thrown.
   *
   * @throws WebSocketException the fatal cause
   * @throws CallInterruptedException if interrupted; the connection begins to close, the flag is
   *     set again
   */
  public <X extends Exception> void run(Handler<X> handler) throws X {
    for (WebSocket ws : this) {
      try {
        handler.handle(ws);
      } catch (ConnectionClosedException e) {
        if (ws.isOpen()) {
          // of another connection
          ws.startClosing(1011, "");
          throw e;
        }
      } catch (Throwable thrown) {
        ws.startClosing(1011, "");
        throw thrown;
      }
    }
  }

  /**
   * Sends a message over whichever connection is open, without waiting for one, nor for room on it.
   * Where the builder was told of an {@link OfflineQueue}, the message waits instead: messages that
   * are sent by this method keep their order, whatever connection they go over.
   *
   * <p>That it was taken does not mean that it will arrive: connections break, and nothing is sent
   * a second time; what waits may become too old, or be {@link #unsent} when the loop ends.
   *
   * @return whether the message was handed to a connection, or waits; false if the loop has ended
   * @throws CallInterruptedException if this thread was interrupted; the message was not taken, the
   *     flag is set again
   */
  public boolean trySend(Message message) {
    return !state.get().isFinal() && sender.trySend(message);
  }

  /**
   * Says that a connection may carry what waits: its login is done, say. For an {@link
   * OfflineQueue#heldUntilReady}; else, and for a connection that has closed, it does nothing.
   */
  public void ready(WebSocket ws) {
    sender.ready(ws);
  }

  /**
   * What {@link #trySend} was given and no connection yet, oldest first. Once the iteration has
   * ended, this is what was never sent, to be kept or handed to others.
   */
  public List<Message> unsent() {
    return sender.unsent();
  }

  /**
   * How many messages the {@link OfflineQueue} took and dropped since, for their age or for room.
   * An observer is told of them as well.
   */
  public long droppedMessages() {
    return sender.dropped();
  }

  /** What the loop is doing. */
  public ClientState state() {
    return state.get();
  }

  /**
   * Waits, in real time, for a state.
   *
   * @return empty if none like this came in time, or none will come any more
   * @throws CallInterruptedException if interrupted; the flag is set again
   */
  public Optional<ClientState> awaitState(Predicate<? super ClientState> wanted, Duration timeout) {
    try {
      return state.await(wanted, timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallInterruptedException("awaitState", e);
    }
  }

  /**
   * Says that the network has changed: the current delay is cut short, though not what a server has
   * asked for, and an open connection is pinged, to find out whether it still is one.
   */
  public void networkChanged() {
    breaks.hurry();
    Connection open = current;
    if (open != null && open.isOpen()) {
      Thread.ofVirtual().name("hawser-ping-" + open.id()).start(() -> ping(open));
    }
  }

  private static void ping(Connection connection) {
    try {
      connection.ping();
    } catch (WebSocketException e) {
      // that is the answer, and the loop will see it
    }
  }

  /**
   * Ends the loop, whatever it is doing: waiting, resolving, connecting, shaking hands; a
   * connection that is open begins to close with 1000. Does not wait. The iteration has no next
   * connection then.
   */
  public void stop() {
    breaks.stop();
    state.set(new ClientState.Stopped());
    Connection open = current;
    if (open != null) {
      open.startClosing(1000, "");
    }
  }

  /**
   * Stops, and waits until the connection is closed, at most {@link io.hawser.Timeouts#closing()}.
   * If the thread is interrupted it does not wait: the closing goes on by itself.
   */
  @Override
  public void close() {
    stop();
    Connection open = current;
    if (open != null && !Thread.currentThread().isInterrupted()) {
      try {
        open.close();
      } catch (CallInterruptedException e) {
        // the flag is set again
      }
    }
  }

  /** Returns the connection that is next, opening it first; null if there will be none. */
  private @Nullable WebSocket step() {
    if (!stepping.tryLock()) {
      throw new IllegalStateException("another thread is iterating over these connections");
    }
    try {
      if (!ready && !state.get().isFinal()) {
        leave();
        open();
      }
      return ready ? current : null;
    } catch (CallInterruptedException e) {
      stop();
      throw e;
    } catch (InterruptedException e) {
      stop();
      Thread.currentThread().interrupt();
      throw new CallInterruptedException("connections", e);
    } finally {
      stepping.unlock();
    }
  }

  private void taken() {
    stepping.lock();
    try {
      ready = false;
    } finally {
      stepping.unlock();
    }
  }

  /** Closes the connection before, if there is one, and has it judged. */
  private void leave() throws InterruptedException {
    Connection before = current;
    if (before == null) {
      return;
    }
    before.startClosing(1000, "");
    breaks.await(before.onClose());
    if (breaks.isStopped()) {
      return;
    }
    current = null;
    Closure closure = before.closure().orElseThrow();
    if (stopOnNormalClosure && isNormalByPeer(closure)) {
      stop();
      return;
    }
    opener.ended(before);
  }

  private static boolean isNormalByPeer(Closure closure) {
    return closure.initiator() == Closure.Initiator.PEER && closure.code().value() == 1000;
  }

  private void open() throws InterruptedException {
    Connection next = opener.next();
    current = next;
    if (next != null && !breaks.isStopped()) {
      sender.opened(next);
    }
    ready = next != null;
    if (next != null && breaks.isStopped()) {
      // stop() may have come before it could see this one
      next.startClosing(1000, "");
      ready = false;
    }
  }
}
