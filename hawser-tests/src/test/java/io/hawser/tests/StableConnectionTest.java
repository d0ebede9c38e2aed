package io.hawser.tests;

import static io.hawser.testkit.ScriptedServer.acceptance;
import static io.hawser.testkit.ScriptedServer.openThenClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.client.ClientState;
import io.hawser.client.WebSocketClient;
import io.hawser.testkit.ScriptedServer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which connections let the backoff start anew, and what follows the others. */
@Timeout(60)
class StableConnectionTest {
  @Test
  void aConnectionThatAnswersNoPingIsNotStable() {
    var over = new CountDownLatch(1);
    ScriptedServer.Step deaf =
        (client, request) -> {
          client.send(acceptance(request));
          LoopRun.await(over);
        };
    try (var server = ScriptedServer.start(deaf);
        var loop = LoopRun.start(server.uri())) {
      loop.untilOpen();
      loop.clock.advance(Duration.ofSeconds(15));
      over.countDown();
      assertThat(loop.untilWaiting().attempt()).as("the series goes on").isEqualTo(2);
    }
  }

  @Test
  void tryAgainLaterHasAFloor() {
    try (var server = ScriptedServer.start(openThenClose(1013, ""));
        var loop = LoopRun.start(server.uri())) {
      assertThat(loop.skip()).isGreaterThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void aNormalClosureLeadsToAnotherConnectionUnlessToldOtherwise() {
    try (var server = ScriptedServer.start(openThenClose(1000, ""))) {
      try (var loop = LoopRun.start(server.uri())) {
        loop.skip();
      }
      try (var loop = LoopRun.start(WebSocketClient.builder(server.uri()).stopOnNormalClosure())) {
        loop.awaitEnd();
        assertThat(loop.connections.state()).isInstanceOf(ClientState.Stopped.class);
      }
    }
  }
}
