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
