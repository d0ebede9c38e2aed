package io.hawser.queue;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.hawser.tests.StuckLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(60)
class EventQueueTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  // written by the queue's thread, read when it is idle
  private final List<String> told = new ArrayList<>();
  private final EventQueue queue = new EventQueue("observer", count -> told.add("missed " + count));
  private final CountDownLatch goOn = new CountDownLatch(1);

  @Test
  void tellsInOrderOnOneThread() throws InterruptedException {
    var expected = LongStream.range(0, 1000).mapToObj(Long::toString).toList();
    expected.forEach(event -> queue.add(() -> told.add(event)));
    assertThat(queue.awaitTold(LONG)).isTrue();
    assertThat(told).isEqualTo(expected);
  }

  @Test
  void whatFindsNoRoomIsCountedWhereItIsMissing() throws InterruptedException {
    occupy();
    for (int i = 0; i < EventQueue.MOST_WAITING; i++) {
      queue.add(() -> {});
    }
    queue.add(() -> told.add("one too many"));
    queue.add(() -> told.add("two too many"));
    goOn.countDown();
    assertThat(queue.awaitTold(LONG)).isTrue();
    queue.add(() -> told.add("later"));
    assertThat(queue.awaitTold(LONG)).isTrue();
    assertThat(told).containsExactly("missed 2", "later");
  }

  @Test
  void whatAnEventThrowsStopsNothing() throws InterruptedException {
    queue.add(
        () -> {
          throw new AssertionError("an observer's bug");
        });
    queue.add(() -> Thread.currentThread().interrupt());
    queue.add(() -> told.add("next"));
    assertThat(queue.awaitTold(LONG)).isTrue();
    assertThat(told).containsExactly("next");
  }

  @Test
  void anEventThatThrowsWhatCannotEvenBeLoggedStopsNothing() throws InterruptedException {
    var logger = (Logger) LoggerFactory.getLogger("io.hawser.observe");
    var failing =
        new UnsynchronizedAppenderBase<ILoggingEvent>() {
          @Override
          public void doAppend(ILoggingEvent event) {
            throw new IllegalStateException("the disk is full");
          }

          @Override
          protected void append(ILoggingEvent event) {}
        };
    logger.addAppender(failing);
    try {
      queue.add(
          () -> {
            throw new AssertionError("an observer's bug");
          });
      queue.add(() -> told.add("next"));
      assertThat(queue.awaitTold(LONG)).isTrue();
    } finally {
      logger.detachAppender(failing);
    }
    assertThat(told).containsExactly("next");
  }

  @Test
  void waitingEndsInTimeWhileAnEventDoesNot() throws InterruptedException {
    occupy();
    assertThat(queue.awaitTold(Duration.ofMillis(1))).isFalse();
    goOn.countDown();
    assertThat(queue.awaitTold(LONG)).isTrue();
  }

  @Test
  void anEventDoesNotWaitForItself() throws InterruptedException {
    queue.add(
        () -> {
          try {
            told.add("all told: " + queue.awaitTold(LONG));
          } catch (InterruptedException e) {
            told.add("interrupted");
          }
        });
    assertThat(queue.awaitTold(LONG)).isTrue();
    assertThat(told).containsExactly("all told: false");
  }

  @Test
  void whoeverAddsTooMuchDoesNotWaitForTheLog() throws InterruptedException {
    occupy();
    try (var log = new StuckLog()) {
      CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i <= EventQueue.MOST_WAITING; i++) {
                  queue.add(() -> {});
                }
              },
              task -> Thread.ofPlatform().start(task))
          .orTimeout(15, TimeUnit.SECONDS)
          .join();
      assertThat(log.line()).startsWith("the observer is too slow");
    }
    goOn.countDown();
    assertThat(queue.awaitTold(LONG)).isTrue();
  }

  /** Has the queue's thread wait for {@link #goOn}. */
  private void occupy() throws InterruptedException {
    var occupied = new CountDownLatch(1);
    queue.add(
        () -> {
          occupied.countDown();
          try {
            goOn.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    occupied.await();
  }
}
