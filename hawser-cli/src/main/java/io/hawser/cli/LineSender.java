package io.hawser.cli;

import io.hawser.WebSocket;
import io.hawser.error.ConnectionClosedException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends lines over whichever connection is open; those that come while there is none wait for the
 * next. A line that no connection took is sent over the next one. What was taken by one that then
 * broke is not sent again.
 */
final class LineSender {
  private final LineSource lines;
  private final Consumer<String> complaints;
  private final Runnable finished;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // guarded by lock
  private @Nullable Talk current;

  /** One connection, and what was said over it. */
  private static final class Talk {
    final WebSocket ws;
    final Lull lull = new Lull();
    long sent;

    Talk(WebSocket ws) {
      this.ws = ws;
    }
  }

  /**
   * Prepares to send.
   *
   * @param complaints told what is wrong with the lines
   * @param finished called when all lines are sent, and answered so far as can be told
   */
  LineSender(LineSource lines, Consumer<String> complaints, Runnable finished) {
    this.lines = lines;
    this.complaints = complaints;
    this.finished = finished;
  }

  /** Begins to read, on a thread that nobody waits for. */
  void start() {
    // not a virtual thread: reading stdin would hold on to its carrier
    Thread.ofPlatform().daemon().name("hawser-stdin").start(this::run);
  }

  /** There is a connection; returns the lull to tell of its messages. */
  Lull opened(WebSocket ws) {
    var talk = new Talk(ws);
    change(talk);
    return talk.lull;
  }

  /** There is none any more. */
  void closed() {
    change(null);
  }

  private void change(@Nullable Talk next) {
    lock.lock();
    try {
      current = next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      for (@Nullable String line = lines.next(); line != null; line = lines.next()) {
        send(line);
      }
    } catch (InterruptedException e) {
      return;
    } catch (Throwable unreadable) {
      complaints.accept("cannot go on reading the input: " + unreadable);
    }
    try {
      awaitAnswers();
      finished.run();
    } catch (InterruptedException e) {
      // nobody interrupts this thread but at the end of the process
    }
  }

  private void send(String line) throws InterruptedException {
    while (true) {
      Talk talk = next(null);
      try {
        talk.ws.send(line);
        talk.sent++;
        return;
      } catch (ConnectionClosedException e) {
        next(talk);
      }
    }
  }

  /** Waits for a silence on one connection; where it breaks before, on the next. */
  private void awaitAnswers() throws InterruptedException {
    Talk talk = next(null);
    while (true) {
      Talk last = talk;
      Thread.ofVirtual().name("hawser-ping").start(() -> awaitArrival(last));
      talk.lull.await(talk.sent);
      if (talk.ws.isOpen()) {
        return;
      }
      talk = next(talk);
    }
  }

  private static void awaitArrival(Talk talk) {
    try {
      talk.ws.ping();
      talk.lull.arrived();
    } catch (ConnectionClosedException e) {
      // then another connection is waited for
    }
  }

  /** Waits for a connection, another one than {@code before}. */
  private Talk next(@Nullable Talk before) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        Talk talk = current;
        if (talk != null && talk != before) {
          return talk;
        }
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }
}
