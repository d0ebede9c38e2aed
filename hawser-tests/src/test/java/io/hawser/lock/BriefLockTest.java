package io.hawser.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class BriefLockTest {
  private static final int TIMES = 200_000;

  private final BriefLock lock = new BriefLock();

  // guarded by lock
  private long counted;

  static Stream<Thread.Builder> threads() {
    return Stream.of(Thread.ofVirtual(), Thread.ofPlatform());
  }

  @ParameterizedTest
  @MethodSource("threads")
  void oneAtATimeHasIt(Thread.Builder threads) throws InterruptedException {
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(threads.start(this::count));
    }
    count();
    for (Thread thread : all) {
      thread.join();
    }
    assertThat(counted).isEqualTo(4 * TIMES);
  }

  private void count() {
    for (int i = 0; i < TIMES; i++) {
      lock.lock();
      try {
        counted++;
      } finally {
        lock.unlock();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("threads")
  void whoeverWantsItGetsItOnceItIsFree(Thread.Builder threads) throws InterruptedException {
    var wants = new CountDownLatch(1);
    lock.lock();
    Thread other =
        threads.start(
            () -> {
              wants.countDown();
              lock.lock();
              counted = -counted;
              lock.unlock();
            });
    wants.await();
    // long enough for a thread of the system's to pause
    for (int i = 0; i < TIMES; i++) {
      counted++;
    }
    lock.unlock();
    other.join();
    assertThat(counted).isEqualTo(-TIMES);
  }

  @Test
  void isFreeWhenItWasGivenBackAsOftenAsTaken() throws InterruptedException {
    lock.lock();
    lock.lock();
    lock.unlock();
    assertThat(lock.isHeldByCurrentThread()).isTrue();
    lock.unlock();
    assertThat(lock.isHeldByCurrentThread()).isFalse();
    Thread.ofPlatform().start(this::count).join();
    assertThat(counted).isEqualTo(TIMES);
  }

  @Test
  void isNotForAnInterruptedThread() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(lock::lockInterruptibly).isInstanceOf(InterruptedException.class);
    assertThat(lock.isHeldByCurrentThread()).isFalse();
    assertThat(Thread.interrupted()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("threads")
  void whoeverWaitsHasFreedItAndHasItAgain(Thread.Builder threads) throws InterruptedException {
    var left = new ArrayList<Long>();
    Thread waiting =
        threads.start(
            () -> {
              lock.lock();
              try {
                counted = 1;
                while (counted == 1) {
                  left.add(lock.await(this, BriefLock.FOREVER));
                  assertThat(lock.isHeldByCurrentThread()).isTrue();
                }
                counted++;
              } catch (InterruptedException e) {
                counted = -1;
              } finally {
                lock.unlock();
              }
            });
    while (!change(1, 2)) {
      Thread.onSpinWait();
    }
    LockSupport.unpark(waiting);
    waiting.join();
    assertThat(counted).isEqualTo(3);
    assertThat(left).isNotEmpty().allMatch(nanos -> nanos == BriefLock.FOREVER);
  }

  private boolean change(int from, int to) {
    lock.lock();
    try {
      boolean changes = counted == from;
      counted = changes ? to : counted;
      return changes;
    } finally {
      lock.unlock();
    }
  }

  @Test
  void waitsNoLongerThanItIsTold() throws InterruptedException {
    long left = TimeUnit.MILLISECONDS.toNanos(1);
    lock.lock();
    while (left > 0) {
      left = lock.await(this, left);
    }
    assertThat(lock.isHeldByCurrentThread()).isTrue();
    lock.unlock();
  }

  @Test
  void whoeverIsInterruptedWaitsNoMoreAndHasIt() {
    lock.lock();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> lock.await(this, BriefLock.FOREVER))
        .isInstanceOf(InterruptedException.class);
    assertThat(lock.isHeldByCurrentThread()).isTrue();
    assertThat(Thread.interrupted()).isFalse();
    lock.unlock();
  }
}
