package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hawser.Timeouts;
import io.hawser.WebSocket;
import io.hawser.client.WebSocketClient;
import io.hawser.error.CallInterruptedException;
import io.hawser.error.ConnectionClosedException;
import io.hawser.model.CloseCode;
import io.hawser.model.Closure.Initiator;
import io.hawser.model.Message;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.ConnectionPair;
import io.hawser.testkit.RawPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Blocked calls end: by a deadline, by an interrupt, by the end of the connection. */
@Timeout(60)
class DeadlineTest {
  private static <T> CompletableFuture<T> async(Callable<T> call) {
    var result = new CompletableFuture<T>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                result.complete(call.call());
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            });
    return result;
  }

  @Test
  void aPeerThatDoesNotAnswerAPingIsClosedWith1011() throws Exception {
    try (var server =
            WebSocketServer.builder(DeadlineTest::ping)
                .listen("127.0.0.1", 0)
                .timeouts(Timeouts.defaults().withPong(Duration.ofMillis(100)))
                .start();
        var peer = RawPeer.open(server.port())) {
      assertThat(peer.readHex(2)).isEqualTo("8908");
      peer.read(8);
      assertThat(peer.readHex(4)).isEqualTo("880203f3");
    }
  }

  private static void ping(WebSocket ws) {
    var closed = catchThrowable(ws::ping);
    assertThat(closed).isInstanceOf(ConnectionClosedException.class);
    assertThat(closed).hasCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void aPeerThatDoesNotAnswerOurCloseIsCutAtTheDeadline() throws Exception {
    try (var server =
            WebSocketServer.builder(WebSocket::close)
                .listen("127.0.0.1", 0)
                .timeouts(Timeouts.defaults().withClosing(Duration.ofMillis(200)))
                .start();
        var peer = RawPeer.open(server.port())) {
      assertThat(peer.readHex(4)).isEqualTo("880203e8");
      assertThat(peer.readToEnd()).isEmpty();
    }
  }

  @Test
  void closingWaitsAsLongAsTheClockSays() throws Exception {
    try (var pair = ConnectionPair.open()) {
      // the server does not read: its inbox is full, and so is the way to it
      var message = Message.text("x".repeat(10_000));
      while (pair.client().trySend(message, Duration.ZERO)) {
        // what can move moves first
        pair.advance(Duration.ZERO);
      }
      var closed =
          async(
              () -> {
                pair.client().close(1000, "");
                return true;
              });
      // one for what is looked at now and then, and the closing deadline
      while (pair.clock().pending() < 2) {
        Thread.onSpinWait();
      }
      pair.advance(Duration.ofSeconds(9));
      assertThat(closed).isNotDone();
      pair.advance(Duration.ofSeconds(2));
      assertThat(closed.orTimeout(20, TimeUnit.SECONDS).join()).isTrue();
      var closure = pair.client().closure().orElseThrow();
      assertThat(closure.code()).isEqualTo(CloseCode.ABNORMAL_CLOSURE);
      assertThat(closure.initiator()).isEqualTo(Initiator.LOCAL);
    }
  }

  @Test
  void aBlockedSenderEndsWithTheConnection() throws Exception {
    try (var pair = ConnectionPair.open()) {
      var sender =
          async(
              () -> {
                while (true) {
                  pair.client().send("x".repeat(10_000));
                }
              });
      pair.cut();
      assertThat(catchThrowable(() -> sender.orTimeout(20, TimeUnit.SECONDS).join()))
          .hasCauseInstanceOf(ConnectionClosedException.class);
    }
  }

  @Test
  void whatCameBeforeTheNetworkFailedIsStillReceived() throws Exception {
    try (var pair = ConnectionPair.open()) {
      pair.client().send("one");
      pair.client().send("two");
      pair.client().ping();
      pair.cut();
      assertThat(pair.server().receive().text()).isEqualTo("one");
      assertThat(pair.server().receive().text()).isEqualTo("two");
      assertThatThrownBy(pair.server()::receive)
          .isInstanceOfSatisfying(
              ConnectionClosedException.class,
              e -> {
                assertThat(e.code()).isEqualTo(CloseCode.ABNORMAL_CLOSURE);
                assertThat(e.initiator()).isEqualTo(Initiator.NETWORK);
                assertThat(e.getCause()).hasMessage("connection reset");
              });
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptedReceiveLosesNothing(BothEnds.Way way) throws Exception {
    try (var pair = BothEnds.open(way)) {
      var thrown = new CompletableFuture<Throwable>();
      var receiver =
          Thread.ofVirtual().start(() -> thrown.complete(catchThrowable(pair.server()::receive)));
      receiver.interrupt();
      assertThat(thrown.orTimeout(20, TimeUnit.SECONDS).join())
          .isInstanceOf(CallInterruptedException.class);
      pair.client().send("after");
      assertThat(pair.server().receive().text()).isEqualTo("after");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSecondReceiverIsToldSo(BothEnds.Way way) throws Exception {
    try (var pair = BothEnds.open(way)) {
      var one = async(pair.server()::receive);
      var other = async(pair.server()::receive);
      // whichever came second
      Throwable second =
          catchThrowable(
              () -> CompletableFuture.anyOf(one, other).orTimeout(20, TimeUnit.SECONDS).join());
      assertThat(second).hasCauseInstanceOf(IllegalStateException.class);
      pair.client().send("for the first");
      var first = one.isCompletedExceptionally() ? other : one;
      assertThat(first.orTimeout(20, TimeUnit.SECONDS).join().text()).isEqualTo("for the first");
    }
  }

  @Test
  void aStoppedServerSaysGoingAwayAndEnds() throws Exception {
    var server = WebSocketServer.serve("127.0.0.1", 0, ws -> ws.receive());
    try (var ws = WebSocketClient.connect("ws://127.0.0.1:" + server.port() + "/")) {
      var received = async(ws::receive);
      server.close();
      assertThat(catchThrowable(() -> received.orTimeout(20, TimeUnit.SECONDS).join()).getCause())
          .isInstanceOfSatisfying(
              ConnectionClosedException.class,
              e -> assertThat(e.code()).isEqualTo(CloseCode.GOING_AWAY));
      server.join();
      assertThat(catchThrowable(() -> RawPeer.connect(server.port()))).isNotNull();
    }
  }

  @Test
  void aHandlerThatEndsWithItsServerDoesNotChangeTheCode() {
    // the handlers throw as soon as they hear of the end, which asks for 1011
    var server = WebSocketServer.serve("127.0.0.1", 0, ws -> ws.receive());
    var clients = new ArrayList<WebSocket>();
    for (int i = 0; i < 100; i++) {
      clients.add(WebSocketClient.connect("ws://127.0.0.1:" + server.port() + "/"));
    }
    server.close();
    assertThat(clients)
        .allSatisfy(
            ws ->
                assertThatThrownBy(ws::receive)
                    .isInstanceOfSatisfying(
                        ConnectionClosedException.class,
                        e -> assertThat(e.code()).isEqualTo(CloseCode.GOING_AWAY)));
  }
}
