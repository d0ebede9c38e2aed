package io.hawser.lock;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock that event loops and the virtual threads that they carry may both want, held for a few
 * instructions in which nothing waits. Whoever finds it taken tries again, and does not queue. Who
 * has it may take it again.
 *
 * <p>In a queue for it, a loop could come to stand behind a thread that it carries itself: that one
 * would be next, and could not run, for its loop stands in the queue.
 *
 * <p>It is one small object, as each connection has some.
 */
public final class BriefLock {
  /** As long as it takes. */
  public static final long FOREVER = Long.MAX_VALUE;

  private static final int SPINS = 100;
  private static final long PAUSE_NANOS = 10_000;

  private static final long NOBODY = 0;
  private static final VarHandle HOLDER;

  static {
    try {
      HOLDER = MethodHandles.lookup().findVarHandle(BriefLock.class, "holder", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Who has it, by the thread's number; written by way of HOLDER. */
  private long holder;

  /** How often it was taken again; guarded by this lock. */
  private int again;

  /** Takes it, as soon as it is free. */
  public void lock() {
    long me = Thread.currentThread().threadId();
    if (!take(me)) {
      takeHeld(me);
    }
  }

  /**
   * Takes it, as soon as it is free, unless the thread is interrupted.
   *
   * @throws InterruptedException if it is, and its flag is cleared then
   */
  public void lockInterruptibly() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    lock();
  }

  /** Gives it back; for who has it. */
  public void unlock() {
    if (again > 0) {
      again--;
    } else {
      HOLDER.setRelease(this, NOBODY);
    }
  }

  /**
   * Frees the lock, which was taken once, and waits until the thread is unparked, or the time has
   * passed, or for no reason; then takes the lock again. What is waited for, and who unparks whom,
   * is up to the caller.
   *
   * @param forWhat shown where threads are listed
   * @param nanos at most so long, or {@link #FOREVER}
   * @return how much of the time is left
   * @throws InterruptedException if the thread is interrupted, and its flag is cleared then; it has
   *     the lock all the same
   */
  public long await(Object forWhat, long nanos) throws InterruptedException {
    boolean forever = nanos == FOREVER;
    long start = forever ? 0 : System.nanoTime();
    unlock();
    try {
      if (forever) {
        // no timer for each wait: virtual threads share one heap of them, under one lock
        LockSupport.park(forWhat);
      } else {
        LockSupport.parkNanos(forWhat, nanos);
      }
    } finally {
      lock();
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return forever ? FOREVER : nanos - (System.nanoTime() - start);
  }

  /** Whether the caller has it. */
  public boolean isHeldByCurrentThread() {
    // nobody else can have written this thread's number
    return holder == Thread.currentThread().threadId();
  }

  private boolean take(long me) {
    return HOLDER.compareAndSet(this, NOBODY, me);
  }

  private void takeHeld(long me) {
    if (isHeldByCurrentThread()) {
      again++;
      return;
    }
    boolean virtual = Thread.currentThread().isVirtual();
    for (int spins = 0; !take(me); spins++) {
      if (spins < SPINS || virtual) {
        // a virtual one that paused would leave its carrier, maybe with another such lock
        Thread.onSpinWait();
      } else {
        // whoever has it may wait for a processor
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }
}
