package io.hawser.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

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
}
