package io.hawser.client;

import io.hawser.TimeSource;
import io.hawser.WebSocket;
import io.hawser.error.ConnectionClosedException;
import io.hawser.error.WebSocketException;
import io.hawser.model.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sends over whichever connection is open. Where there is none, or no room on it, messages wait if
 * they may; then one thread at a time flushes them, and later ones get in line behind.
 */
final class Sender {
  private final @Nullable OfflineQueue bounds;
  private final TimeSource time;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition settled = lock.newCondition();

  // guarded by lock
  private final Deque<Waiting> line = new ArrayDeque<>();
  private int messages;
  private long bytes;
  private long dropped;
  private @Nullable WebSocket current;
  private boolean flushing;

  /** Whether a flush has taken a message and does not know yet what became of it. */
  private boolean inHand;

  /** A message, and since when it waits. */
  private record Waiting(Message message, long sinceNanos) {}

  /**
   * Begins without a connection.
   *
   * @param bounds null if nothing may wait
   */
  Sender(@Nullable OfflineQueue bounds, TimeSource time) {
    this.bounds = bounds;
    this.time = time;
  }

  /** Returns whether the message was sent, or waits. */
  boolean trySend(Message message) {
    lock.lock();
    try {
      // messages overtake none that wait
      WebSocket open = flushing ? null : current;
      if (open != null && sent(open, message)) {
        return true;
      }
      if (!queued(message)) {
        return false;
      }
      if (open != null && current != null) {
        flushing = true;
        Thread.ofVirtual().name("hawser-flush-" + open.id()).start(() -> flushQuietly(open));
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** There is a connection; {@link #flush} has to follow. Does not block. */
  void connected(WebSocket ws) {
    lock.lock();
    try {
      current = ws;
      flushing = bounds != null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends what waits over the connection, and blocks while there is no room on it.
   *
   * @throws InterruptedException if interrupted; what was not sent still waits
   * @throws io.hawser.error.CallInterruptedException likewise
   */
  void flush(WebSocket ws) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (inHand) {
        // what the last connection refused is the first for this one
        settled.await();
      }
    } finally {
      lock.unlock();
    }
    sendAll(ws);
  }

  /** What waits, oldest first. */
  List<Message> unsent() {
    lock.lock();
    try {
      return line.stream().map(Waiting::message).toList();
    } finally {
      lock.unlock();
    }
  }

  /** How many messages have waited in vain: too long, or until others needed the room. */
  long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  private boolean sent(WebSocket open, Message message) {
    try {
      return open.trySend(message, Duration.ZERO);
    } catch (ConnectionClosedException e) {
      current = null;
      return false;
    }
  }

  private void flushQuietly(WebSocket ws) {
    try {
      sendAll(ws);
    } catch (WebSocketException e) {
      // nobody interrupts this thread; if somebody did, the rest waits for the next connection
    }
  }

  private void sendAll(WebSocket ws) {
    for (Waiting next = take(ws); next != null; next = take(ws)) {
      boolean sent = false;
      try {
        ws.send(next.message());
        sent = true;
      } catch (ConnectionClosedException e) {
        // the rest waits for the next connection
        return;
      } finally {
        settle(ws, next, sent);
      }
    }
  }

  /** Takes the oldest message that may be sent; it still counts. Null if the flush has ended. */
  private @Nullable Waiting take(WebSocket ws) {
    lock.lock();
    try {
      if (!ws.equals(current)) {
        return null;
      }
      dropOld();
      inHand = !line.isEmpty();
      flushing = inHand;
      return line.pollFirst();
    } finally {
      lock.unlock();
    }
  }

  private void settle(WebSocket ws, Waiting taken, boolean sent) {
    lock.lock();
    try {
      inHand = false;
      settled.signalAll();
      if (sent) {
        forget(taken);
        return;
      }
      line.addFirst(taken);
      if (ws.equals(current)) {
        current = null;
        flushing = false;
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean queued(Message message) {
    OfflineQueue allowed = bounds;
    if (allowed == null || message.size() > allowed.maxBytes()) {
      return false;
    }
    dropOld();
    while (messages >= allowed.maxMessages() || bytes + message.size() > allowed.maxBytes()) {
      if (allowed.overflow() == OfflineQueue.Overflow.REFUSE_NEWEST || line.isEmpty()) {
        return false;
      }
      dropOldest();
    }
    line.add(new Waiting(message, time.nanos()));
    messages++;
    bytes += message.size();
    return true;
  }

  private void dropOld() {
    if (bounds == null) {
      return;
    }
    long most = bounds.maxAge().toNanos();
    while (!line.isEmpty() && time.nanos() - line.getFirst().sinceNanos() > most) {
      dropOldest();
    }
  }

  private void dropOldest() {
    forget(line.removeFirst());
    dropped++;
  }

  private void forget(Waiting gone) {
    messages--;
    bytes -= gone.message().size();
  }
}
