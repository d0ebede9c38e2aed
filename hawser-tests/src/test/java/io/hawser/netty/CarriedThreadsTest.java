package io.hawser.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hawser.tests.ChildJvm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Virtual threads that the thread of the test carries, whenever it wants to. */
@Timeout(60)
class CarriedThreadsTest {
  /** What the JDK wants to have run. */
  private final BlockingQueue<Runnable> ready = new LinkedBlockingQueue<>();

  private final List<String> done = new ArrayList<>();

  /** What a JVM says that was not told to let anybody in. */
  static final class Closed {
    public static void main(String... args) {
      System.out.println(CarriedThreads.missing());
      try {
        CarriedThreads.unstarted(Runnable::run, "x", () -> {});
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  private Thread unstarted(Runnable task) {
    assumeTrue(Runtime.version().feature() >= 24, "needs JDK 24");
    return CarriedThreads.unstarted(ready::add, "carried", task);
  }

  /** Carries, on this thread, the next that is ready until it waits or ends. */
  private void carryNext() throws InterruptedException {
    Runnable next = ready.poll(20, TimeUnit.SECONDS);
    assertThat(next).as("one that is ready").isNotNull();
    next.run();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(50, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void nothingIsMissingWhereTheJvmLetsUsIn() {
    assumeTrue(Runtime.version().feature() >= 24, "needs JDK 24");
    assertThat(CarriedThreads.missing()).isEmpty();
  }

  @Test
  void aJvmThatDoesNotLetUsInSaysWhatToPass() throws Exception {
    assumeTrue(Runtime.version().feature() >= 24, "needs JDK 24");
    String missing = "needs the JVM option --add-opens java.base/java.lang=ALL-UNNAMED";
    assertThat(ChildJvm.run(Closed.class)).containsExactly(missing, missing);
  }

  @Test
  void isAVirtualThreadThatNobodyHasStarted() {
    Thread thread = unstarted(() -> done.add("ran"));
    assertThat(thread.isVirtual()).isTrue();
    assertThat(thread.getName()).isEqualTo("carried");
    assertThat(thread.getState()).isEqualTo(Thread.State.NEW);
    assertThat(ready).isEmpty();
  }

  @Test
  void runsOnWhoeverRunsWhatTheExecutorWasGiven() throws InterruptedException {
    Thread thread =
        unstarted(
            () -> {
              assertThat(Thread.currentThread().isVirtual()).isTrue();
              done.add(Thread.currentThread().toString());
            });
    thread.start();
    assertThat(done).isEmpty();
    carryNext();
    assertThat(done)
        .singleElement()
        .asString()
        .contains("carried")
        .endsWith("@" + Thread.currentThread().getName());
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void givesItsCarrierBackWhileItWaitsAndGoesOnThere() throws InterruptedException {
    var latch = new CountDownLatch(1);
    Thread thread =
        unstarted(
            () -> {
              done.add("before");
              await(latch);
              done.add("after");
            });
    thread.start();
    carryNext();
    assertThat(done).containsExactly("before");
    assertThat(thread.getState()).isEqualTo(Thread.State.TIMED_WAITING);
    assertThat(ready).as("ready though it waits").isEmpty();
    latch.countDown();
    assertThat(done).as("ran elsewhere").containsExactly("before");
    carryNext();
    assertThat(done).containsExactly("before", "after");
  }

  @Test
  void givesItsCarrierBackWhileItWaitsForAMonitor() throws InterruptedException {
    var monitor = new Object();
    var held = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    Thread holder =
        Thread.ofPlatform()
            .start(
                () -> {
                  synchronized (monitor) {
                    held.countDown();
                    await(release);
                  }
                });
    await(held);
    Thread thread =
        unstarted(
            () -> {
              done.add("before");
              synchronized (monitor) {
                done.add("after");
              }
            });
    thread.start();
    carryNext();
    assertThat(done).containsExactly("before");
    release.countDown();
    carryNext();
    assertThat(done).containsExactly("before", "after");
    holder.join();
  }

  @Test
  void isKnownByWhatItsCarrierIsGiven() throws InterruptedException {
    Thread thread = unstarted(LockSupport::park);
    thread.start();
    Runnable first = ready.take();
    assertThat(CarriedThreads.threadOf(first)).isSameAs(thread);
    first.run();
    LockSupport.unpark(thread);
    Runnable then = ready.take();
    assertThat(CarriedThreads.threadOf(then)).isSameAs(thread);
    then.run();
  }

  @Test
  void oneThatItStartsIsKnownByThatAsWell() throws InterruptedException {
    var started = new CompletableFuture<Thread>();
    Thread thread = unstarted(() -> started.complete(Thread.ofVirtual().start(() -> {})));
    thread.start();
    carryNext();
    Runnable other = ready.take();
    assertThat(CarriedThreads.threadOf(other)).isSameAs(started.join()).isNotSameAs(thread);
    other.run();
  }

  @Test
  void whatIsNoThreadsIsNobodys() {
    assertThat(CarriedThreads.threadOf(() -> {})).isNull();
  }
}
