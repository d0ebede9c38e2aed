package io.hawser.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class BriefLockTest {
  private final BriefLock lock = new BriefLock();

  static Stream<Thread.Builder> threads() {
    return Stream.of(Thread.ofVirtual(), Thread.ofPlatform());
  }

  @ParameterizedTest
  @MethodSource("threads")
  void whoeverWantsItDoesNotQueueForIt(Thread.Builder threads) throws InterruptedException {
    var wants = new CountDownLatch(1);
    Thread other;
    lock.lock();
    try {
      other =
          threads.start(
              () -> {
                wants.countDown();
                takeAndFree();
              });
      wants.await();
      for (int i = 0; i < 100_000; i++) {
        assertThat(lock.hasQueuedThreads()).isFalse();
      }
    } finally {
      lock.unlock();
    }
    other.join();
    assertThat(lock.isLocked()).isFalse();
  }

  private void takeAndFree() {
    lock.lock();
    try {
      assertThat(lock.isHeldByCurrentThread()).isTrue();
    } finally {
      lock.unlock();
    }
  }

  @Test
  void isNotForAnInterruptedThread() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(lock::lockInterruptibly).isInstanceOf(InterruptedException.class);
    assertThat(lock.isLocked()).isFalse();
    assertThat(Thread.interrupted()).isFalse();
  }
}
