package io.hawser.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.tests.StuckLog;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AcceptFailuresTest {
  @Test
  void acceptingPausesForASecondWhenItFails() {
    var listening = new EmbeddedChannel(new AcceptFailures());
    listening.freezeTime();
    listening.pipeline().fireExceptionCaught(new IOException("Too many open files"));
    assertThat(listening.config().isAutoRead()).isFalse();
    // another failure meanwhile does not make it longer
    listening.pipeline().fireExceptionCaught(new IOException("Too many open files"));
    listening.advanceTimeBy(1, TimeUnit.SECONDS);
    listening.runScheduledPendingTasks();
    assertThat(listening.config().isAutoRead()).isTrue();
    assertThat(listening.isOpen()).isTrue();
    listening.finishAndReleaseAll();
  }

  @Test
  void theLoopDoesNotWaitForTheLog() {
    var listening = new EmbeddedChannel(new AcceptFailures());
    try (var log = new StuckLog()) {
      CompletableFuture.runAsync(
              () ->
                  listening.pipeline().fireExceptionCaught(new IOException("Too many open files")),
              task -> Thread.ofPlatform().start(task))
          .orTimeout(15, TimeUnit.SECONDS)
          .join();
      assertThat(log.line()).startsWith("cannot accept connections");
    }
    listening.finishAndReleaseAll();
  }
}
