package io.hawser.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConductTest {
  private static final Rate RATE = new Rate(2, Duration.ofMinutes(1));
  private static final Budgets BUDGETS =
      new Budgets(
          null,
          RATE,
          Duration.ofSeconds(60),
          Duration.ofMinutes(15),
          32,
          1024,
          1000,
          1000,
          1000,
          9);

  /**
   * Figures are asked for by handlers, too, which event loops carry: one that queued for a source's
   * lock would stand in the way of the loop that has to judge the same source.
   */
  @Test
  void figuresAreThereWhileASourceIsPenalised() throws InterruptedException {
    var busy = new AtomicReference<@Nullable Thread>();
    var within = new CountDownLatch(1);
    var released = new CountDownLatch(1);
    var conduct =
        new Conduct(
            BUDGETS,
            new Buckets(
                () -> {
                  if (Thread.currentThread().equals(busy.get())) {
                    within.countDown();
                    await(released);
                  }
                  return 0;
                }));
    conduct.penalise(RATE, 0);
    Thread loop =
        Thread.ofPlatform()
            .start(
                () -> {
                  busy.set(Thread.currentThread());
                  conduct.penalise(RATE, 0);
                });
    try {
      within.await();
      var refused =
          CompletableFuture.supplyAsync(() -> conduct.refusedNanos(0), Thread::startVirtualThread);
      assertThat(refused.orTimeout(10, TimeUnit.SECONDS).join()).isZero();
    } finally {
      released.countDown();
    }
    loop.join();
    assertThat(conduct.refusedNanos(0)).isEqualTo(Duration.ofSeconds(60).toNanos());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
