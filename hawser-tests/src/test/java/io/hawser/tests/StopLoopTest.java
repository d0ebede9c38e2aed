package io.hawser.tests;

import static io.hawser.testkit.ScriptedServer.open;
import static io.hawser.testkit.ScriptedServer.openThenHangUp;
import static io.hawser.testkit.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.WebSocket;
import io.hawser.client.ClientState;
import io.hawser.client.WebSocketClient;
import io.hawser.model.Closure;
import io.hawser.testkit.ManualClock;
import io.hawser.testkit.ScriptedServer;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Leaving a loop over connections, by its own means and by stop; and cutting its waits short. */
@Timeout(60)
class StopLoopTest {
  @Test
  void stopInTheBody() {
    try (var server = ScriptedServer.start(open());
        var loop = LoopRun.start(server.uri())) {
      WebSocket ws = loop.untilOpen();
      loop.connections.stop();
      loop.awaitEnd();
      assertThat(ws.onClose().toCompletableFuture().join().sent().code().value()).isEqualTo(1000);
    }
  }

  @Test
  void stopFromTheBodyItself() {
    try (var server = ScriptedServer.start(open());
        var all = WebSocketClient.builder(server.uri()).connections()) {
      int seen = 0;
      for (var ws : all) {
        assertThat(ws).isNotNull();
        seen++;
        all.stop();
      }
      assertThat(seen).isEqualTo(1);
    }
  }

  @Test
  void anExceptionOfAHandlerClosesWith1011AndIsThrown() {
    var bug = new java.io.IOException("a bug");
    var left = new AtomicReference<WebSocket>();
    try (var server = ScriptedServer.start(open())) {
      assertThatThrownBy(
              () ->
                  WebSocketClient.builder(server.uri())
                      .run(
                          ws -> {
                            left.set(ws);
                            throw bug;
                          }))
          .isSameAs(bug);
      Closure closure = left.get().closure().orElseThrow();
      assertThat(closure.sent().code().value()).isEqualTo(1011);
    }
  }

  @Test
  void theEndOfItsConnectionMayEscapeFromAHandler() {
    try (var server = ScriptedServer.start(openThenHangUp(), openThenHangUp(), status(404))) {
      var clock = new ManualClock();
      try (var loop =
          new LoopRun(
              WebSocketClient.builder(server.uri()).time(clock, new java.util.Random()),
              WebSocket::receive)) {
        loop.untilFailed();
        assertThat(server.requests()).hasSize(3);
      }
    }
  }

  @Test
  void afterTheEndThereIsNoNext() {
    try (var server = ScriptedServer.start(open());
        var connections = WebSocketClient.builder(server.uri()).connections()) {
      var iterator = connections.iterator();
      assertThat(iterator.hasNext()).isTrue();
      assertThat(iterator.hasNext()).isTrue();
      assertThat(iterator.next().isOpen()).isTrue();
      connections.stop();
      assertThat(iterator.hasNext()).isFalse();
      assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void aChangedNetworkCutsTheWaitShort() {
    try (var server = ScriptedServer.start(status(503), open());
        var loop = LoopRun.start(server.uri())) {
      loop.untilWaiting();
      // until it is heard: the loop may not have begun to wait
      while (loop.connections.state() instanceof ClientState.Waiting) {
        loop.connections.networkChanged();
        Thread.onSpinWait();
      }
      loop.untilOpen();
      assertThat(loop.clock.nanos()).isZero();
    }
  }

  @Test
  void aChangedNetworkDoesNotCutWhatTheServerAskedFor() {
    try (var server = ScriptedServer.start(status(503, "Retry-After: 5"), open());
        var loop = LoopRun.start(server.uri())) {
      loop.untilWaiting();
      loop.clock.advance(Duration.ofMillis(4999));
      loop.connections.networkChanged();
      assertThat(loop.connections.awaitState(s -> s instanceof ClientState.Open, Duration.ZERO))
          .isEmpty();
      loop.clock.advance(Duration.ofMillis(1));
      while (loop.connections.state() instanceof ClientState.Waiting) {
        loop.connections.networkChanged();
        Thread.onSpinWait();
      }
      loop.untilOpen();
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void theStateCanBeAwaited() {
    try (var server = ScriptedServer.start(open());
        var connections = WebSocketClient.builder(server.uri()).connections()) {
      assertThat(connections.state()).isEqualTo(new ClientState.Idle());
      assertThat(connections.awaitState(s -> s.isFinal(), Duration.ofMillis(1))).isEmpty();
      connections.stop();
      assertThat(connections.awaitState(ClientState::isFinal, Duration.ofSeconds(20)))
          .contains(new ClientState.Stopped());
    }
  }
}
