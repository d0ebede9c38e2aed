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
  private final Drops drops;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition settled = lock.newCondition();

  // guarded by lock
  private final Deque<Waiting> line = new ArrayDeque<>();
  private int messages;
  private long bytes;
  private long dropped;
  private int untoldMessages;
  private long untoldBytes;
  private @Nullable WebSocket current;
  private boolean flushing;

  /** Whether what waits has to wait for {@link #ready}, too. */
  private boolean held;

  /** Whether a flush has taken a message and does not know yet what became of it. */
  private boolean inHand;

  /** Hears of messages that have waited in vain, by any thread; must not block. */
  interface Drops {
    void dropped(int messages, long bytes);

    /** Nothing waits any more. */
    default void over() {}
  }

  /** A message, and since when it waits. */
  private record Waiting(Message message, long sinceNanos) {}

  /**
   * Begins without a connection.
   *
   * @param bounds null if nothing may wait
   */
  Sender(@Nullable OfflineQueue bounds, TimeSource time, Drops drops) {
    this.bounds = bounds;
    this.time = time;
    this.drops = drops;
  }

  /** Returns whether the message was sent, or waits. */
  boolean trySend(Message message) {
    boolean taken = sentOrQueued(message);
    tellOfDrops();
    return taken;
  }

  private boolean sentOrQueued(Message message) {
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

  /** There is a connection; {@link #opened} has to follow. Does not block. */
  void connected(WebSocket ws) {
    lock.lock();
    try {
      current = ws;
      flushing = bounds != null;
      held = bounds != null && bounds.isHeldUntilReady();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends what waits over the connection, and blocks while there is no room on it; unless it is
   * held until {@link #ready}.
   *
   * @throws InterruptedException if interrupted; what was not sent still waits
   * @throws io.hawser.error.CallInterruptedException likewise
   */
  void opened(WebSocket ws) throws InterruptedException {
    if (bounds == null || !bounds.isHeldUntilReady()) {
      flush(ws);
    }
  }

  /** What was held for the connection may be sent over it. Does not block. */
  void ready(WebSocket ws) {
    lock.lock();
    try {
      if (!held || !ws.equals(current)) {
        return;
      }
      held = false;
    } finally {
      lock.unlock();
    }
    Thread.ofVirtual().name("hawser-flush-" + ws.id()).start(() -> flushQuietly(ws));
  }

  private void flush(WebSocket ws) throws InterruptedException {
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
      flush(ws);
    } catch (InterruptedException | WebSocketException e) {
      // nobody interrupts this thread; if somebody did, the rest waits for the next connection
    }
  }

  private void sendAll(WebSocket ws) {
    for (Waiting next = take(ws); next != null; next = take(ws)) {
      tellOfDrops();
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
    tellOfDrops();
    drops.over();
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
    Waiting oldest = line.removeFirst();
    forget(oldest);
    dropped++;
    untoldMessages++;
    untoldBytes += oldest.message().size();
  }

  private void tellOfDrops() {
    int count;
    long size;
    lock.lock();
    try {
      count = untoldMessages;
      size = untoldBytes;
      untoldMessages = 0;
      untoldBytes = 0;
    } finally {
      lock.unlock();
    }
    if (count > 0) {
      drops.dropped(count, size);
    }
  }

  private void forget(Waiting gone) {
    messages--;
    bytes -= gone.message().size();
  }
}
