package io.hawser.tests;

import static io.hawser.testkit.ScriptedServer.open;
import static io.hawser.testkit.ScriptedServer.openThenHangUp;
import static io.hawser.testkit.ScriptedServer.silence;
import static io.hawser.testkit.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.WebSocket;
import io.hawser.client.ClientState;
import io.hawser.client.WebSocketClient;
import io.hawser.error.CallInterruptedException;
import io.hawser.model.Closure;
import io.hawser.testkit.ManualClock;
import io.hawser.testkit.ScriptedServer;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Leaving a loop over connections: by its own means, by stop, by an interrupt, in each phase. */
@Timeout(60)
class StopLoopTest {
  private static boolean isConnecting(ClientState state) {
    return state instanceof ClientState.Connecting connecting && !connecting.endpoint().isEmpty();
  }

  @Test
  void stopWhileWaiting() {
    try (var server = ScriptedServer.start(status(503));
        var loop = LoopRun.start(server.uri())) {
      loop.untilWaiting();
      loop.connections.stop();
      loop.awaitEnd();
      assertThat(loop.connections.state()).isInstanceOf(ClientState.Stopped.class);
      assertNoTimerStays(loop.clock);
    }
  }

  @Test
  void interruptWhileWaiting() {
    try (var server = ScriptedServer.start(status(503));
        var loop = LoopRun.start(server.uri())) {
      loop.untilWaiting();
      loop.interrupt();
      assertThat(loop.thrown()).isInstanceOf(CallInterruptedException.class);
      assertNoTimerStays(loop.clock);
    }
  }

  @Test
  void stopWhileShakingHands() {
    var arrived = new CountDownLatch(1);
    var left = new CountDownLatch(1);
    try (var server =
            ScriptedServer.start(
                (client, request) -> {
                  arrived.countDown();
                  client.readToEnd();
                  left.countDown();
                });
        var loop = LoopRun.start(server.uri())) {
      assertThat(await(arrived)).isTrue();
      loop.connections.stop();
      loop.awaitEnd();
      assertThat(await(left)).as("the socket is closed").isTrue();
    }
  }

  @Test
  void interruptWhileShakingHands() {
    try (var server = ScriptedServer.start(silence());
        var loop = LoopRun.start(server.uri())) {
      loop.await(ClientState.class, StopLoopTest::isConnecting);
      loop.interrupt();
      assertThat(loop.thrown()).isInstanceOf(CallInterruptedException.class);
    }
  }

  @Test
  void stopWhileASupplierBlocks() {
    var asked = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    try (var loop =
        LoopRun.start(
            WebSocketClient.builder("ws://localhost:1/")
                .credentials(
                    () -> {
                      asked.countDown();
                      never.await();
                      return "";
                    }))) {
      assertThat(await(asked)).isTrue();
      loop.connections.stop();
      loop.awaitEnd();
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

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
  void interruptInTheBody() {
    try (var server = ScriptedServer.start(open());
        var loop = LoopRun.start(server.uri())) {
      WebSocket ws = loop.untilOpen();
      loop.interrupt();
      assertThat(loop.thrown()).isInstanceOf(CallInterruptedException.class);
      ws.onClose().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
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
  void leavingTheLoopByBreakClosesTheConnectionBeforeTheResourceIsClosed() {
    WebSocket left = null;
    try (var server = ScriptedServer.start(open())) {
      try (var connections = WebSocketClient.builder(server.uri()).connections()) {
        for (var ws : connections) {
          left = ws;
          break;
        }
      }
      assertThat(left.closure()).isPresent();
      assertThat(left.closure().orElseThrow().received()).isNotNull();
    }
  }

  @Test
  void anExceptionOfTheBodyIsThrownOnceTheConnectionIsClosed() {
    var bug = new IllegalStateException("a bug");
    var left = new AtomicReference<WebSocket>();
    try (var server = ScriptedServer.start(open())) {
      assertThatThrownBy(
              () -> {
                try (var connections = WebSocketClient.builder(server.uri()).connections()) {
                  for (var ws : connections) {
                    left.set(ws);
                    throw bug;
                  }
                }
              })
          .isSameAs(bug);
      assertThat(left.get().closure().orElseThrow().isClean()).isTrue();
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
  void aSecondThreadThatIteratesIsTold() {
    try (var server = ScriptedServer.start(status(503));
        var loop = LoopRun.start(server.uri())) {
      loop.untilWaiting();
      assertThatThrownBy(() -> loop.connections.iterator().hasNext())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("another thread");
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

  /** The loop may be about to put away what belonged to an attempt before. */
  private static void assertNoTimerStays(ManualClock clock) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (clock.pending() > 0) {
      assertThat(System.nanoTime()).as("timers: " + clock.pending()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
