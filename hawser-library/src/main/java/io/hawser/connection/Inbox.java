package io.hawser.connection;

import io.hawser.model.Fragment;
import io.hawser.model.Frame;
import io.hawser.model.Message;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way from the event loop to the one receiver, bounded in bytes: over the high
 * mark the loop stops reading, and goes on once the receiver is below the low one.
 *
 * <p>For a listener there are the payloads of Pings and Pongs as well, and messages are handed out
 * as it asks for them.
 */
final class Inbox extends Chain<Received> implements Receiver {
  /** As long as it takes. */
  static final long FOREVER = Long.MAX_VALUE;

  /** What an empty message counts, so that a flood of them is bounded as well. */
  private static final long OVERHEAD_BYTES = 64;

  /**
   * The share is told of what came, and of what was taken, when together they make such a
   * difference. All connections count in one place: what is taken as it comes never gets there.
   */
  private static final long TOLD_BYTES = 4096;

  private final long highBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Runnable drained;
  private final InboundShare share;

  /** Set before anything comes. */
  private volatile boolean forListener;

  // guarded by lock, like the chain itself
  private long demand;
  private long bytes;

  /** How much more there is than the share knows of; negative if less. */
  private long untoldBytes;

  private boolean full;
  private boolean dropped;
  private boolean ended;
  private boolean receiving;

  /** Who is to be woken when something changes; null unless the receiver waits. */
  private @Nullable Thread waiting;

  private boolean skipping;
  private boolean busy;
  private @Nullable Runnable whenCaughtUp;

  /**
   * Begins empty.
   *
   * @param highBytes with so much in it is full, until three quarters are taken
   * @param drained called by the receiver's thread when a full inbox has room again
   * @param share counts what is here
   */
  Inbox(long highBytes, Runnable drained, InboundShare share) {
    this.highBytes = highBytes;
    this.drained = drained;
    this.share = share;
  }

  /** Is for a listener from now on, before anything came. */
  void listen(long initialDemand) {
    lock.lock();
    try {
      forListener = true;
      demand = Demand.initial(initialDemand);
    } finally {
      lock.unlock();
    }
  }

  /** Whether messages are called with, and not to be waited for. */
  boolean isForListener() {
    return forListener;
  }

  @Override
  public void request(long messages) {
    long more = Demand.more(messages);
    lock.lock();
    try {
      if (!forListener) {
        throw new IllegalStateException("request without a listener; receive waits for messages");
      }
      demand = Demand.sum(demand, more);
    } finally {
      unlockAndWake();
    }
  }

  @Override
  public boolean message(Message message) {
    return receive(new Received.Whole(message));
  }

  @Override
  public boolean fragment(Fragment fragment) {
    lock.lock();
    try {
      if (skipping) {
        skipping = !fragment.last();
        return full;
      }
      // under one lock with the question: whoever skips in between would overlook this fragment
      return receive(new Received.Part(fragment));
    } finally {
      lock.unlock();
    }
  }

  /** Drops the rest of the message whose beginning was taken, to its last fragment. */
  void skip() {
    boolean nowDrained = false;
    lock.lock();
    try {
      skipping = true;
      while (skipping && peek() instanceof Received.Part part) {
        poll();
        count(-part.size() - OVERHEAD_BYTES);
        skipping = !part.fragment().last();
      }
      if (full && bytes <= highBytes / 4) {
        full = false;
        nowDrained = true;
      }
    } finally {
      lock.unlock();
    }
    if (nowDrained) {
      drained.run();
    }
  }

  @Override
  public void ping(byte[] payload) {
    if (isForListener()) {
      receive(new Received.Control(Frame.ping(payload)));
    }
  }

  @Override
  public void pong(byte[] payload) {
    if (isForListener()) {
      receive(new Received.Control(Frame.pong(payload)));
    }
  }

  private boolean receive(Received item) {
    lock.lock();
    try {
      if (dropped || ended) {
        return false;
      }
      add(item);
      count(item.size() + OVERHEAD_BYTES);
      if (full || bytes < highBytes) {
        return false;
      }
      full = true;
      return true;
    } finally {
      unlockAndWake();
    }
  }

  private void count(long more) {
    bytes += more;
    untoldBytes += more;
    // whoever waits for others to take what they have hears of it when nothing is left
    if (Math.abs(untoldBytes) >= Math.min(TOLD_BYTES, highBytes / 4) || isEmpty()) {
      tell();
    }
  }

  private void tell() {
    if (untoldBytes != 0) {
      share.waiting(untoldBytes);
      untoldBytes = 0;
    }
  }

  @Override
  public void tellShare() {
    // read without the lock: the loop sees what it has added itself, or what became of that
    if (untoldBytes != 0) {
      lock.lock();
      try {
        tell();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Lets the receiver have what is there, and then no more. */
  @Override
  public void end() {
    lock.lock();
    try {
      ended = true;
    } finally {
      unlockAndWake();
    }
  }

  @Override
  public void closed(Connection.End how) {
    end();
  }

  /** Drops what is there and what comes; whoever waits goes on to wait for the end. */
  @Override
  public void drop() {
    lock.lock();
    try {
      clear();
      count(-bytes);
      full = false;
      dropped = true;
      busy = false;
      tellCaughtUp();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isFull() {
    lock.lock();
    try {
      return full;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs {@code task} once the receiver has taken every message and asks for more; at once if that
   * is so now. The task runs under this inbox's lock: it must only hand over to the loop.
   */
  @Override
  public void whenCaughtUp(Runnable task) {
    lock.lock();
    try {
      whenCaughtUp = task;
      tellCaughtUp();
    } finally {
      lock.unlock();
    }
  }

  private void tellCaughtUp() {
    Runnable task = whenCaughtUp;
    if (task != null && isEmpty() && !busy) {
      whenCaughtUp = null;
      task.run();
    }
  }

  /** Whether the receiver would find no message, now and ever. */
  boolean isExhausted() {
    lock.lock();
    try {
      return ended && isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a message, at most {@code nanos}, or without end for {@link #FOREVER}.
   *
   * @return null if the time passed, or if the inbox has ended and is empty
   * @throws IllegalStateException if another thread is waiting here
   */
  @Nullable Received take(long nanos) throws InterruptedException {
    Received item;
    boolean nowDrained = false;
    lock.lockInterruptibly();
    try {
      if (receiving) {
        throw new IllegalStateException(
            "another thread is receiving from this connection; one at a time may");
      }
      receiving = true;
      busy = false;
      tellCaughtUp();
      long left = nanos;
      try {
        while (!isReady() && !ended && left > 0) {
          left = await(left);
        }
      } finally {
        receiving = false;
      }
      item = left <= 0 && !isReady() ? null : poll();
      if (item != null) {
        busy = true;
        if (!(item instanceof Received.Control)) {
          demand = Demand.afterOne(demand);
        }
        count(-item.size() - OVERHEAD_BYTES);
        if (full && bytes <= highBytes / 4) {
          full = false;
          nowDrained = true;
        }
      }
    } finally {
      lock.unlock();
    }
    if (nowDrained) {
      drained.run();
    }
    return item;
  }

  /**
   * Waits once, without the lock, until woken or for no reason; returns how much time is left.
   *
   * <p>Not by a condition: there is one who waits, and what a waiting thread has on its stack is
   * the most that an idle connection holds.
   */
  private long await(long nanos) throws InterruptedException {
    boolean forever = nanos == FOREVER;
    long start = forever ? 0 : System.nanoTime();
    waiting = Thread.currentThread();
    lock.unlock();
    try {
      if (forever) {
        // no timer for each wait: virtual threads share one heap of them, under one lock
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, nanos);
      }
    } finally {
      lock.lock();
      waiting = null;
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return forever ? FOREVER : nanos - (System.nanoTime() - start);
  }

  /** Wakes the receiver if it waits; once the lock is free, for which it would wait next. */
  private void unlockAndWake() {
    Thread thread = waiting;
    waiting = null;
    lock.unlock();
    LockSupport.unpark(thread);
  }

  /** Whether there is something that is wanted now. */
  private boolean isReady() {
    Received next = peek();
    return next != null && (!forListener || demand > 0 || next instanceof Received.Control);
  }
}
