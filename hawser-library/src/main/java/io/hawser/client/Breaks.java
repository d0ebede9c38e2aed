package io.hawser.client;

import io.hawser.TimeSource;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** How the thread of a loop waits, and how others put an end to that. */
final class Breaks {
  private final TimeSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();

  // guarded by lock
  private boolean stopped;
  private boolean hurried;
  private @Nullable Thread busy;
  private boolean interruptedByUs;

  Breaks(TimeSource time) {
    this.time = time;
  }

  /** Something of an attempt that blocks, and heeds interrupts. */
  @FunctionalInterface
  interface Work<T> {
    T run();
  }

  boolean isStopped() {
    lock.lock();
    try {
      return stopped;
    } finally {
      lock.unlock();
    }
  }

  /** Ends all waiting, now and later; work that runs is interrupted. Never blocks. */
  void stop() {
    lock.lock();
    try {
      stopped = true;
      Thread worker = busy;
      if (worker != null && !interruptedByUs) {
        interruptedByUs = true;
        worker.interrupt();
      }
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Cuts the delay that is waited for now, if any, down to its floor. */
  void hurry() {
    lock.lock();
    try {
      hurried = true;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until a time has come; returns early if stopped, or once the floor has come if hurried
   * meanwhile.
   *
   * @param untilNanos by the time source
   * @param floorNanos not after it
   */
  void pause(long untilNanos, long floorNanos) throws InterruptedException {
    TimeSource.Alarm end = time.at(untilNanos, this::wake);
    TimeSource.Alarm floor = time.at(floorNanos, this::wake);
    try {
      lock.lockInterruptibly();
      try {
        hurried = false;
        while (!stopped && time.nanos() - (hurried ? floorNanos : untilNanos) < 0) {
          woken.await();
        }
      } finally {
        lock.unlock();
      }
    } finally {
      end.cancel();
      floor.cancel();
    }
  }

  /** Waits until a stage is complete; returns early if stopped. */
  void await(CompletionStage<?> stage) throws InterruptedException {
    var future = stage.toCompletableFuture();
    var unused = future.whenComplete((value, failure) -> wake());
    lock.lockInterruptibly();
    try {
      while (!stopped && !future.isDone()) {
        woken.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs what blocks on this thread; {@link #stop} interrupts it. Such an interrupt is gone when
   * this returns.
   *
   * @return null if stopped before
   */
  <T> @Nullable T interruptibly(Work<T> work) {
    lock.lock();
    try {
      if (stopped) {
        return null;
      }
      busy = Thread.currentThread();
    } finally {
      lock.unlock();
    }
    try {
      return work.run();
    } finally {
      lock.lock();
      try {
        busy = null;
        if (interruptedByUs) {
          interruptedByUs = false;
          Thread.interrupted();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private void wake() {
    lock.lock();
    try {
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
