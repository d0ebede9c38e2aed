package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.Carrier;
import io.hawser.Drain;
import io.hawser.Drained;
import io.hawser.Timeouts;
import io.hawser.WebSocket;
import io.hawser.client.WebSocketClient;
import io.hawser.error.CallInterruptedException;
import io.hawser.error.ConnectFailedException;
import io.hawser.error.ConnectionClosedException;
import io.hawser.model.CloseCode;
import io.hawser.model.Message;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.ManualClock;
import io.hawser.testkit.RawPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The end of a server, by a clock that the test turns. */
@Timeout(60)
@ParameterizedClass
@EnumSource
class StopTest {
  private static final String CLOSE_1001 = "880203e9";
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualClock clock = new ManualClock();
  private final Carrier carrier;
  private final WebSocketServer server;

  StopTest(Carrier carrier) {
    this.carrier = OneLoop.requireCarrier(carrier);
    server =
        WebSocketServer.builder(StopTest::echo)
            .carrier(carrier)
            .listen("127.0.0.1", 0)
            .time(clock, new Random(1))
            .timeouts(Timeouts.defaults().withClosing(Duration.ofMinutes(10)))
            .start();
  }

  private static void echo(WebSocket ws) {
    for (Message message : ws) {
      ws.send(message);
    }
  }

  @Test
  void connectionsCloseOneAfterAnotherOverTheWindow() throws Exception {
    var closed = new Semaphore(0);
    List<WebSocket> clients = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      WebSocket ws = connect();
      ws.onClose().thenRun(closed::release);
      assertEchoes(ws);
      clients.add(ws);
    }
    int before = clock.pending();
    CompletableFuture<Drained> stopping =
        stop(Drain.serviceRestart().withWindow(Duration.ofSeconds(5)));
    // the deadline, and a time for each
    await(() -> clock.pending() >= before + 6);
    for (int second = 1; second <= 5; second++) {
      clock.advance(SECOND);
      // each has a second of its own in which it is closed
      assertThat(closed.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
      List<WebSocket> left = clients.stream().filter(WebSocket::isOpen).toList();
      assertThat(left).hasSize(5 - second);
      for (WebSocket ws : left) {
        assertEchoes(ws);
      }
    }
    Drained drained = join(stopping);
    assertThat(drained.closedCleanly()).isEqualTo(5);
    assertThat(drained.closedAbnormally()).isZero();
    assertThat(drained.cut()).isZero();
    // from when the last one was closed; the clock may still have been on its way then
    assertThat(drained.took()).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5));
    assertThat(clients)
        .allSatisfy(
            ws ->
                assertThat(ws.closure().orElseThrow().code()).isEqualTo(CloseCode.SERVICE_RESTART));
  }

  @Test
  void whoKnocksMeanwhileIsToldWhenToTryAgain() {
    try (var silent = RawPeer.open(server.port());
        var underWay = RawPeer.connect(server.port())) {
      String request = RawPeer.VALID_REQUEST;
      underWay.send(request.substring(0, 20));
      CompletableFuture<Drained> stopping =
          stop(Drain.goingAway().withRetryAfter(Duration.ofMillis(6_100)));
      assertThat(silent.readHex(4)).isEqualTo(CLOSE_1001);
      underWay.send(request.substring(20));
      assertThat(underWay.readHead()).startsWith("HTTP/1.1 503 ").contains("Retry-After: 7\r\n");
      try (var knocking = RawPeer.connect(server.port()).send(request)) {
        assertThat(knocking.readHead()).startsWith("HTTP/1.1 503 ").contains("Retry-After: 7\r\n");
      }
      clock.advance(Duration.ofSeconds(10));
      Drained drained = join(stopping);
      assertThat(drained.refusedHandshakes()).isEqualTo(2);
      assertThat(drained.cut()).isEqualTo(1);
    }
    assertThatThrownBy(this::connect).isInstanceOf(ConnectFailedException.class);
  }

  @Test
  void eachEndIsCounted() {
    try (var silent = RawPeer.open(server.port());
        var resetting = RawPeer.open(server.port());
        var ws = connect()) {
      CompletableFuture<Drained> stopping = stop(Drain.goingAway());
      assertThatThrownBy(ws::receive).isInstanceOf(ConnectionClosedException.class);
      resetting.readHex(4);
      resetting.reset();
      await(() -> server.connections().size() == 1);
      assertThat(stopping).isNotDone();
      clock.advance(Duration.ofSeconds(10));
      assertThat(join(stopping)).isEqualTo(new Drained(1, 1, 1, 0, Duration.ofSeconds(10)));
      assertThat(silent.readHex(4)).isEqualTo(CLOSE_1001);
      assertThat(silent.readToEnd()).isEmpty();
    }
  }

  @Test
  void withoutConnectionsItEndsAtOnce() {
    Drained drained = join(stop(Drain.goingAway().withWindow(Duration.ofHours(1))));
    assertThat(drained).isEqualTo(new Drained(0, 0, 0, 0, Duration.ZERO));
    // nothing is left that would keep a process alive
    assertThat(clock.pending()).isZero();
    try (var next = WebSocketServer.serve("127.0.0.1", server.port(), StopTest::echo)) {
      assertThat(next.port()).isEqualTo(server.port());
    }
  }

  @Test
  void callsAtOnceHaveOneResult() {
    try (var silent = RawPeer.open(server.port())) {
      CompletableFuture<Drained> first = stop(Drain.goingAway());
      assertThat(silent.readHex(4)).isEqualTo(CLOSE_1001);
      var second = CompletableFuture.supplyAsync(() -> server.stop(Drain.serviceRestart()));
      var third = CompletableFuture.runAsync(server::close);
      clock.advance(Duration.ofSeconds(10));
      assertThat(join(second)).isSameAs(join(first));
      join(third);
      assertThat(server.stop(Drain.goingAway())).isSameAs(join(first));
      server.join();
    }
  }

  @Test
  void anInterruptCutsWhatIsLeft() throws InterruptedException {
    try (var silent = RawPeer.open(server.port())) {
      var thrown = new CompletableFuture<Throwable>();
      Thread stopping =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      server.stop(Drain.goingAway());
                    } catch (CallInterruptedException e) {
                      thrown.complete(
                          Thread.currentThread().isInterrupted() ? e : new AssertionError());
                    }
                  });
      assertThat(silent.readHex(4)).isEqualTo(CLOSE_1001);
      stopping.interrupt();
      assertThat(join(thrown)).isInstanceOf(CallInterruptedException.class);
      assertThat(silent.readToEnd()).isEmpty();
      assertThat(server.stop(Drain.goingAway()).cut()).isEqualTo(1);
    }
  }

  @Test
  void closingIsAStopWithoutAWindow() {
    try (var ws = connect()) {
      server.close();
      assertThat(ws.closure().orElseThrow().code()).isEqualTo(CloseCode.GOING_AWAY);
    }
    assertThat(server.stop(Drain.goingAway()).closedCleanly()).isEqualTo(1);
  }

  @Test
  void aHandlerMayStopItsServer() {
    var stopping =
        new Object() {
          WebSocketServer server;
        };
    stopping.server =
        WebSocketServer.builder(ws -> stopping.server.stop(Drain.goingAway()))
            .carrier(carrier)
            .listen("127.0.0.1", 0)
            .start();
    try (var ws = WebSocketClient.connect("ws://127.0.0.1:" + stopping.server.port() + "/")) {
      stopping.server.join();
      assertThat(ws.onClose().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join().code())
          .isEqualTo(CloseCode.GOING_AWAY);
    }
  }

  @Test
  void optionsRejectNonsense() {
    Drain drain = Drain.goingAway();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> drain.withWindow(Duration.ofMillis(-1)))
        .withMessage("window: PT-0.001S; must be from PT0S to PT25H");
    assertThatIllegalArgumentException().isThrownBy(() -> drain.withGrace(Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> drain.withRetryAfter(Duration.ofMillis(999)));
    assertThatIllegalArgumentException().isThrownBy(() -> drain.withGrace(Duration.ofDays(2)));
  }

  private WebSocket connect() {
    return WebSocketClient.connect("ws://127.0.0.1:" + server.port() + "/");
  }

  private CompletableFuture<Drained> stop(Drain drain) {
    return CompletableFuture.supplyAsync(() -> server.stop(drain));
  }

  private static void assertEchoes(WebSocket ws) {
    ws.send("still here");
    assertThat(ws.receive()).isEqualTo(Message.text("still here"));
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static <T> T join(CompletableFuture<T> future) {
    return future.orTimeout(20, TimeUnit.SECONDS).join();
  }
}
