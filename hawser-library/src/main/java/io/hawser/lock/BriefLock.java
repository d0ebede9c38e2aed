package io.hawser.lock;

import java.io.Serial;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock that event loops and the virtual threads that they carry may both want, held for a few
 * instructions in which nothing waits. Whoever finds it taken tries again, and does not queue.
 *
 * <p>In a queue for it, a loop could come to stand behind a thread that it carries itself: that one
 * would be next, and could not run, for its loop stands in the queue.
 */
public final class BriefLock extends ReentrantLock {
  @Serial private static final long serialVersionUID = 1;

  private static final int SPINS = 100;
  private static final long PAUSE_NANOS = 10_000;

  @Override
  public void lock() {
    for (int spins = 0; !tryLock(); spins++) {
      if (spins < SPINS || Thread.currentThread().isVirtual()) {
        // a virtual one that paused would leave its carrier, maybe with another such lock
        Thread.onSpinWait();
      } else {
        // whoever has it may wait for a processor
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  @Override
  public void lockInterruptibly() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    lock();
  }
}
