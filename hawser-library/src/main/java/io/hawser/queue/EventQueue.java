package io.hawser.queue;

import io.hawser.lock.BriefLock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events on their way to whoever is told of them, an observer or a log: told in order, on a thread
 * of their own that ends when there have been none for a while. Whoever adds one never waits.
 */
public final class EventQueue {
  /** Of events a hundred bytes each: about 2 MiB. */
  static final int MOST_WAITING = 16_384;

  private static final Logger LOG = LoggerFactory.getLogger("io.hawser.observe");

  /** A thread of the system's, not a virtual one: it has to see what ails those. */
  private static final Duration IDLE = Duration.ofSeconds(10);

  /** What may be added beyond, for events that are few and stand for many. */
  private static final int RESERVE = 64;

  private final String reader;
  private final LongConsumer missedEvents;

  /** Takes lines of the log about this queue, and never waits. */
  private final Consumer<Runnable> complaints;

  private final BriefLock lock = new BriefLock();

  // guarded by lock
  private final ArrayDeque<Runnable> events = new ArrayDeque<>();
  private long missed;
  private boolean overflowing;
  private boolean running;
  private boolean busy;
  private @Nullable Thread teller;

  /**
   * Begins empty.
   *
   * @param reader who is told, for logs and the name of the thread
   * @param missedEvents told, in its turn, how many events found no room
   */
  public EventQueue(String reader, LongConsumer missedEvents) {
    this(reader, missedEvents, LogLines::write);
  }

  private EventQueue(String reader, LongConsumer missedEvents, Consumer<Runnable> complaints) {
    this.reader = reader;
    this.missedEvents = missedEvents;
    this.complaints = complaints;
  }

  /** Returns the queue of the log, which does not complain to itself. */
  static EventQueue ofLog() {
    return new EventQueue("log", missed -> {}, line -> {});
  }

  /** Has {@code event} run, in its turn. */
  public void add(Runnable event) {
    add(event, MOST_WAITING);
  }

  /** Has {@code event} run even if others were missed; for those that come once in a while. */
  public void addRegardless(Runnable event) {
    add(event, MOST_WAITING + RESERVE);
  }

  private void add(Runnable event, int most) {
    boolean start;
    boolean overflows = false;
    Thread waits;
    lock.lock();
    try {
      // once full, it takes events again when it is half empty: a line is logged once for each time
      overflowing &= events.size() > MOST_WAITING / 2;
      if (events.size() >= most || (overflowing && most == MOST_WAITING)) {
        missed++;
        overflows = !overflowing;
        overflowing = true;
      } else {
        queueMissed();
        events.add(event);
      }
      start = !running;
      running = true;
      waits = teller;
    } finally {
      lock.unlock();
    }
    LockSupport.unpark(waits);
    if (overflows) {
      complaints.accept(
          () ->
              LOG.warn(
                  "the {} is too slow: {} events wait, further ones are missed",
                  reader,
                  MOST_WAITING));
    }
    if (start) {
      start();
    }
  }

  /**
   * Waits until all that was added is told, at most so long; returns whether that is so. An event's
   * own thread does not wait for itself.
   */
  public boolean awaitTold(Duration timeout) throws InterruptedException {
    lock.lock();
    try {
      if (Thread.currentThread().equals(teller)) {
        return false;
      }
      if (!busy && events.isEmpty() && missed == 0) {
        return true;
      }
    } finally {
      lock.unlock();
    }
    var told = new CountDownLatch(1);
    addRegardless(told::countDown);
    return told.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void start() {
    try {
      Thread.ofPlatform().daemon().name("hawser-" + reader).start(this::run);
    } catch (Throwable noThread) {
      lock.lock();
      try {
        // what waits here is told when a later event finds a thread
        running = false;
      } finally {
        lock.unlock();
      }
      complaints.accept(
          () -> LOG.error("no thread to tell the {} on: {}", reader, noThread.toString()));
    }
  }

  private void run() {
    for (Runnable event = next(); event != null; event = next()) {
      try {
        event.run();
      } catch (Throwable thrown) {
        log(thrown);
      }
    }
  }

  /** Waits for an event; null if this thread has been idle for long enough. */
  private @Nullable Runnable next() {
    long idleNanos = System.nanoTime();
    while (true) {
      long left = IDLE.toNanos() - (System.nanoTime() - idleNanos);
      Runnable event = poll(left <= 0);
      if (event != null || left <= 0) {
        return event;
      }
      LockSupport.parkNanos(this, left);
      // if the observer interrupted its own thread: nobody else has it
      Thread.interrupted();
    }
  }

  /** Returns the next event; null if there is none, and then this thread may have been the last. */
  private @Nullable Runnable poll(boolean last) {
    lock.lock();
    try {
      if (events.isEmpty()) {
        queueMissed();
      }
      Runnable event = events.poll();
      busy = event != null;
      running = busy || !last;
      teller = running ? Thread.currentThread() : null;
      return event;
    } finally {
      lock.unlock();
    }
  }

  private void queueMissed() {
    if (missed > 0) {
      long count = missed;
      missed = 0;
      events.add(
          () -> {
            LOG.warn("the {} was too slow: {} events missed", reader, count);
            missedEvents.accept(count);
          });
    }
  }

  private void log(Throwable thrown) {
    try {
      LOG.error("the {} threw", reader, thrown);
    } catch (Throwable unprintable) {
      logNameOf(thrown);
    }
  }

  private void logNameOf(Throwable thrown) {
    try {
      LOG.error("the {} threw {}, which cannot be printed", reader, thrown.getClass().getName());
    } catch (Throwable logFails) {
      // there is nobody left to tell; later events have their turn all the same
    }
  }
}
