package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hawser.Timeouts;
import io.hawser.WebSocket;
import io.hawser.error.ConnectionClosedException;
import io.hawser.error.ProtocolException;
import io.hawser.model.CloseCode;
import io.hawser.model.CloseReason;
import io.hawser.model.Message;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.ConnectionPair;
import io.hawser.testkit.ManualClock;
import io.hawser.testkit.RawPeer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Signs of life, and what becomes of peers without. */
@Timeout(60)
class KeepaliveTest {
  private static final String PING_HEAD = "8908";

  private final ManualClock clock = new ManualClock();

  /** What ended the handler. */
  private final CompletableFuture<Throwable> ended = new CompletableFuture<>();

  /** A server whose first Ping is due at half an interval. */
  private WebSocketServer server(CompletableFuture<WebSocket> opened, Timeouts timeouts) {
    var half =
        new Random() {
          @Override
          public double nextDouble() {
            return 0.5;
          }
        };
    return WebSocketServer.builder(
            ws -> {
              opened.complete(ws);
              ended.complete(catchThrowable(() -> receiveAll(ws)));
            })
        .listen("127.0.0.1", 0)
        .timeouts(timeouts)
        .time(clock, half)
        .start();
  }

  private static void receiveAll(WebSocket ws) {
    while (true) {
      ws.receive();
    }
  }

  private static <T> T join(CompletableFuture<T> future) {
    return future.orTimeout(20, TimeUnit.SECONDS).join();
  }

  private void awaitAlarm() {
    while (clock.pending() == 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void anIdleConnectionStaysOpen() {
    try (var pair = ConnectionPair.open()) {
      pair.advance(Duration.ofHours(1));
      assertThat(pair.client().isOpen()).isTrue();
      assertThat(pair.server().isOpen()).isTrue();
      assertThat(pair.client().latency()).isPresent();
      assertThat(pair.server().latency()).isPresent();
    }
  }

  @Test
  void aHandlerBusyForThreeTimeoutsKeepsItsHealthyPeer() {
    try (var pair = ConnectionPair.open()) {
      // more than the server's inbox takes: it stops reading, and does not even see Pongs
      for (int i = 0; i < 3; i++) {
        pair.client().send(Message.binary(new byte[60_000]));
      }
      pair.advance(Duration.ofSeconds(65));
      assertThat(pair.client().isOpen()).isTrue();
      for (int i = 0; i < 3; i++) {
        assertThat(pair.server().receive().size()).isEqualTo(60_000);
      }
      pair.advance(Duration.ofSeconds(65));
      pair.server().send("still here");
      assertThat(pair.client().receive().text()).isEqualTo("still here");
    }
  }

  @Test
  void aPeerThatAnswersNoPingIsClosedWith1011() throws Exception {
    var opened = new CompletableFuture<WebSocket>();
    try (var server = server(opened, Timeouts.defaults());
        var peer = RawPeer.open(server.port())) {
      join(opened);
      awaitAlarm();
      clock.advance(Duration.ofSeconds(11));
      assertThat(peer.readHex(2)).isEqualTo(PING_HEAD);
      peer.read(8);
      awaitAlarm();
      clock.advance(Duration.ofSeconds(21));
      assertThat(peer.readHex(4)).isEqualTo("880203f3");
      assertThat(peer.readToEnd()).isEmpty();
      assertThat(join(ended))
          .isInstanceOf(ConnectionClosedException.class)
          .hasCauseInstanceOf(TimeoutException.class)
          .hasRootCauseMessage("no sign of life after a ping within 20000 ms");
    }
  }

  @Test
  void aPeerThatSendsAnythingButPongsLives() {
    var opened = new CompletableFuture<WebSocket>();
    try (var server = server(opened, Timeouts.defaults());
        var peer = RawPeer.open(server.port())) {
      WebSocket ws = join(opened);
      awaitAlarm();
      clock.advance(Duration.ofSeconds(11));
      assertThat(peer.readHex(2)).isEqualTo(PING_HEAD);
      peer.read(8);
      clock.advance(Duration.ofSeconds(15));
      // a Ping of the peer's, and our answer to know that it was seen
      peer.sendHex("898000000000");
      assertThat(peer.readHex(2)).isEqualTo("8a00");
      clock.advance(Duration.ofSeconds(15));
      peer.sendHex("898000000000");
      assertThat(peer.readHex(2)).isEqualTo("8a00");
      assertThat(ws.isOpen()).isTrue();
    }
  }

  @Test
  void aPeerInTheMiddleOfAMessageIsNotAskedToAnswerInsideIt() {
    var opened = new CompletableFuture<WebSocket>();
    try (var server = server(opened, Timeouts.defaults().withoutMessage());
        var peer = RawPeer.open(server.port())) {
      join(opened);
      // half a frame, behind a Ping to know that it was seen
      peer.sendHex("898000000000" + "818200000000" + "61");
      assertThat(peer.readHex(2)).isEqualTo("8a00");
      awaitAlarm();
      clock.advance(Duration.ofSeconds(11));
      // the loop has looked, and set the next alarm
      awaitAlarm();
      peer.sendHex("62" + "898000000000");
      assertThat(peer.readHex(2)).as("no ping before").isEqualTo("8a00");
      // once it has been silent for an interval, it is asked all the same
      peer.sendHex("898000000000" + "818200000000" + "63");
      assertThat(peer.readHex(2)).isEqualTo("8a00");
      var asked = CompletableFuture.supplyAsync(() -> peer.readHex(2));
      while (!asked.isDone()) {
        clock.advance(Duration.ofSeconds(5));
        Thread.onSpinWait();
      }
      assertThat(join(asked)).isEqualTo(PING_HEAD);
    }
  }

  @Test
  void withoutPingsNobodyIsTakenForDead() {
    try (var pair = ConnectionPair.builder().timeouts(Timeouts.defaults().withoutPings()).open()) {
      pair.advance(Duration.ofHours(1));
      assertThat(pair.client().isOpen()).isTrue();
      assertThat(pair.client().latency()).isEmpty();
    }
  }

  @Test
  void aMessageThatDoesNotEndIsClosedWith1008() {
    var opened = new CompletableFuture<WebSocket>();
    try (var server = server(opened, Timeouts.defaults().withoutPings());
        var peer = RawPeer.open(server.port())) {
      join(opened);
      // the first fragment of a text, then a Ping to know that it was seen
      peer.sendHex("018100000000" + "61" + "898000000000");
      assertThat(peer.readHex(2)).isEqualTo("8a00");
      awaitAlarm();
      clock.advance(Duration.ofSeconds(31));
      assertThat(peer.readHex(4)).isEqualTo("880203f0");
      assertThat(join(ended))
          .isInstanceOf(ConnectionClosedException.class)
          .hasRootCauseMessage("no end of a message within 30000 ms");
    }
  }

  @Test
  void aFloodOfPingsIsClosedWith1008() {
    var opened = new CompletableFuture<WebSocket>();
    try (var server = server(opened, Timeouts.defaults());
        var peer = RawPeer.open(server.port())) {
      peer.sendHex("898000000000".repeat(101));
      byte[] answers = peer.readToEnd();
      WebSocket ws = join(opened);
      assertThat(answers).endsWith(0x88, 2, 0x03, 0xf0);
      assertThat(ws.closure().orElseThrow().sent())
          .isEqualTo(CloseReason.of(CloseCode.POLICY_VIOLATION));
      assertThat(join(ended)).hasCauseInstanceOf(ProtocolException.class);
    }
  }
}
