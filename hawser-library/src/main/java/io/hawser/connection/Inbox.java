package io.hawser.connection;

import io.hawser.lock.BriefLock;
import io.hawser.model.Fragment;
import io.hawser.model.Frame;
import io.hawser.model.Message;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way from the event loop to the one receiver: while there are too many, the loop
 * does not read.
 *
 * <p>For a listener there are the payloads of Pings and Pongs as well, and messages are handed out
 * as it asks for them.
 *
 * <p>Many small messages of one read change sides together, under one lock: what has {@link
 * #arrived} is the loop's alone until the read is over, then it is here, and what the receiver has
 * {@link #fetched} is that thread's alone. All three count until the receiver has taken them.
 */
final class Inbox extends Intake implements Receiver {
  /** As long as it takes. */
  static final long FOREVER = BriefLock.FOREVER;

  private static final VarHandle TAKING;

  static {
    try {
      TAKING = MethodHandles.lookup().findVarHandle(Inbox.class, "taking", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final BriefLock lock = new BriefLock();

  /** Set before anything comes. */
  private volatile boolean forListener;

  // owned by the loop
  private final Chain<Received> arrived = new Chain<>();
  private long arrivedBytes;

  /** Whether a thread takes or skips something; by way of TAKING. */
  @SuppressWarnings("unused")
  private boolean taking;

  // owned by the thread that takes
  private final Chain<Received> fetched = new Chain<>();
  private long takenBytes;

  /** Written under the lock. */
  private volatile boolean dropped;

  // guarded by lock, like the chain itself
  private long demand;
  private boolean ended;

  /** Who is to be woken when something changes; null unless the receiver waits. */
  private @Nullable Thread waiting;

  private boolean skipping;
  private boolean busy;
  private @Nullable Runnable whenCaughtUp;

  /**
   * Begins empty.
   *
   * @param highBytes with so much in it is full
   * @param share counts what is here, and is told, under the lock, when there is room again
   */
  Inbox(long highBytes, InboundShare share) {
    super(highBytes, share);
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
  public int prefetch() {
    return (dropped ? 1 : 0)
        + (arrived.isEmpty() ? 1 : 0)
        + (fetched.isEmpty() ? 1 : 0)
        + (lock.isHeldByCurrentThread() ? 1 : 0);
  }

  @Override
  public boolean message(Message message) {
    arrive(new Received.Whole(message));
    return arrivedBytes >= muchBytes() && readOver();
  }

  @Override
  public void ping(byte[] payload) {
    if (isForListener()) {
      arrive(new Received.Control(Frame.ping(payload)));
    }
  }

  @Override
  public void pong(byte[] payload) {
    if (isForListener()) {
      arrive(new Received.Control(Frame.pong(payload)));
    }
  }

  private void arrive(Received item) {
    arrived.add(item);
    arrivedBytes += cost(item);
  }

  @Override
  public boolean readOver() {
    if (arrived.isEmpty()) {
      return false;
    }
    lock.lock();
    try {
      return publish();
    } finally {
      unlockAndWake();
    }
  }

  @Override
  public boolean fragment(Fragment fragment) {
    lock.lock();
    try {
      if (skipping) {
        skipping = !fragment.last();
        return isFull();
      }
      // under one lock with the question: whoever skips in between would overlook this fragment
      arrive(new Received.Part(fragment));
      return publish();
    } finally {
      unlockAndWake();
    }
  }

  /** Lets the receiver have what has arrived; returns whether the inbox is full. */
  private boolean publish() {
    long more = arrivedBytes;
    arrivedBytes = 0;
    if (dropped || ended) {
      arrived.clear();
      return false;
    }
    addAll(arrived);
    return grow(more);
  }

  @Override
  public void tellShare() {
    if (hasUntold()) {
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
      publish();
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
      empty();
      dropped = true;
      busy = false;
      tellCaughtUp();
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
      publish();
      whenCaughtUp = task;
      tellCaughtUp();
    } finally {
      unlockAndWake();
    }
  }

  private void tellCaughtUp() {
    Runnable task = whenCaughtUp;
    if (task != null && isEmpty() && !busy) {
      whenCaughtUp = null;
      task.run();
    }
  }

  /** Whether the receiver would find no message, now and ever; for the receiver. */
  boolean isExhausted() {
    lock.lock();
    try {
      return ended && isEmpty() && (dropped || fetched.isEmpty());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a message, at most {@code nanos}, or without end for {@link #FOREVER}.
   *
   * @return null if the time passed, or if the inbox has ended and is empty
   * @throws IllegalStateException if another thread is here
   */
  @Nullable Received take(long nanos) throws InterruptedException {
    beginTaking();
    try {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (fetched.isEmpty() || dropped) {
        return fetch(nanos);
      }
      Received item = next(fetched);
      if (isToCount()) {
        lock.lock();
        try {
          countTaken();
        } finally {
          lock.unlock();
        }
      }
      return item;
    } finally {
      endTaking();
    }
  }

  /** Drops the rest of the message whose beginning was taken, to its last fragment. */
  void skip() {
    beginTaking();
    lock.lock();
    try {
      skipping = true;
      skipIn(fetched);
      skipIn(this);
      countTaken();
    } finally {
      lock.unlock();
      endTaking();
    }
  }

  private void skipIn(Chain<Received> queue) {
    while (skipping && queue.peek() instanceof Received.Part part) {
      next(queue);
      skipping = !part.fragment().last();
    }
  }

  private void beginTaking() {
    if (!TAKING.compareAndSet(this, false, true)) {
      throw new IllegalStateException(
          "another thread is receiving from this connection; one at a time may");
    }
  }

  private void endTaking() {
    TAKING.setRelease(this, false);
  }

  /** Waits for messages, and fetches some that make not much, or the one that a listener wants. */
  private @Nullable Received fetch(long nanos) throws InterruptedException {
    lock.lock();
    try {
      // what is dropped is not taken
      fetched.clear();
      busy = false;
      tellCaughtUp();
      long left = nanos;
      while (!isReady() && !ended && left > 0) {
        waiting = Thread.currentThread();
        try {
          left = lock.await(this, left);
        } finally {
          waiting = null;
        }
      }
      if (ended || isReady()) {
        boolean one = forListener && !ended && !Demand.isUnbounded(demand);
        fetchAbout(one ? 0 : muchBytes());
      }
      Received item = next(fetched);
      busy = item != null;
      if (isToCount()) {
        countTaken();
      }
      return item;
    } finally {
      lock.unlock();
    }
  }

  private void fetchAbout(long most) {
    long left = most;
    do {
      Received item = poll();
      if (item == null) {
        return;
      }
      fetched.add(item);
      left -= cost(item);
      if (!(item instanceof Received.Control)) {
        demand = Demand.afterOne(demand);
      }
    } while (left > 0);
  }

  private @Nullable Received next(Chain<Received> queue) {
    Received item = queue.poll();
    if (item != null) {
      takenBytes += cost(item);
    }
    return item;
  }

  /** Whether much was taken, or all. */
  private boolean isToCount() {
    return takenBytes >= muchBytes() || fetched.isEmpty();
  }

  private void countTaken() {
    long less = takenBytes;
    takenBytes = 0;
    if (dropped || less == 0) {
      return;
    }
    shrink(less);
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
