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
  private boolean ended;

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

  /** There is a connection. */
  Talk opened(WebSocket ws) {
    var talk = new Talk(ws);
    change(talk);
    return talk;
  }

  /** There is none any more. */
  void closed() {
    change(null);
  }

  /** There will be none any more, and nobody is told of what is wrong with the lines. */
  void end() {
    lock.lock();
    try {
      ended = true;
    } finally {
      lock.unlock();
    }
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
      // at the end the terminal is taken away from whoever still reads
      if (!isEnded()) {
        complaints.accept("cannot go on reading the input: " + unreadable);
      }
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
        talk.send(line);
        return;
      } catch (ConnectionClosedException e) {
        next(talk);
      }
    }
  }

  /**
   * Waits for answers on one connection; where it breaks before, on the next. Who sits at a
   * terminal has seen what came, and says by the end of the input that it is over.
   */
  private void awaitAnswers() throws InterruptedException {
    Talk talk = lines.areTyped() ? current() : next(null);
    while (talk != null) {
      talk.awaitAnswers();
      if (talk.isOpen() || lines.areTyped()) {
        return;
      }
      talk = next(talk);
    }
  }

  private @Nullable Talk current() {
    lock.lock();
    try {
      return current;
    } finally {
      lock.unlock();
    }
  }

  private boolean isEnded() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
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
