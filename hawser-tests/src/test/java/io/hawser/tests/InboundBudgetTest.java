package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.Timeouts;
import io.hawser.WebSocket;
import io.hawser.client.WebSocketClient;
import io.hawser.error.ConnectionClosedException;
import io.hawser.model.CloseCode;
import io.hawser.model.CloseReason;
import io.hawser.model.Closure;
import io.hawser.observe.ServerObserver;
import io.hawser.protocol.Limits;
import io.hawser.server.WebSocketHandler;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.ManualClock;
import io.hawser.testkit.RawPeer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all connections of a server may hold together of what they received. */
@Timeout(60)
class InboundBudgetTest {
  private static final int KIB = 1024;
  private static final int MESSAGE_BYTES = 256 * KIB;
  private static final int NINE_TENTHS = MESSAGE_BYTES / 10 * 9;

  /** A whole message of {@link #MESSAGE_BYTES} as a client sends it, masked with zeros. */
  private static byte[] frame() {
    byte[] frame = new byte[14 + MESSAGE_BYTES];
    frame[0] = (byte) 0x82;
    frame[1] = (byte) 0xFF;
    frame[7] = MESSAGE_BYTES >> 16;
    return frame;
  }

  private static void echo(WebSocket ws) {
    for (var message : ws) {
      ws.send(message);
    }
  }

  private static WebSocketServer.Builder server(WebSocketHandler handler, int budget) {
    return WebSocketServer.builder(handler)
        .listen("127.0.0.1", 0)
        .limits(Limits.defaults().withMaxMessageBytes(MESSAGE_BYTES))
        .maxInboundBytes(budget);
  }

  private static final class Closed implements ServerObserver {
    final ConcurrentLinkedQueue<Closure> all = new ConcurrentLinkedQueue<>();

    @Override
    public void closed(WebSocket ws, Closure closure) {
      all.add(closure);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void thoseWhoDoNotEndTheirMessagesMakeRoomForOthers(boolean streams) throws Exception {
    int attackers = 40;
    int budget = 8 * MESSAGE_BYTES;
    var closed = new Closed();
    var builder =
        server(InboundBudgetTest::echo, budget)
            .observer(closed)
            // nobody here answers a Close frame
            .timeouts(Timeouts.defaults().withClosing(Duration.ofMillis(200)));
    if (streams) {
      builder.streamMessages();
    }
    List<RawPeer> peers = new ArrayList<>();
    try (var server = builder.start();
        var healthy = WebSocketClient.connect("ws://127.0.0.1:" + server.port() + "/")) {
      byte[] beginning = Arrays.copyOf(frame(), 14 + NINE_TENTHS);
      for (int i = 0; i < attackers; i++) {
        RawPeer peer = RawPeer.open(server.port());
        peers.add(peer);
        peer.send(beginning);
        // whole messages pass all the while
        healthy.send("message " + i);
        assertThat(healthy.receive().text()).isEqualTo("message " + i);
      }
      // a quarter is free again in the end, and what is held is read
      int most = budget * 3 / 4 / NINE_TENTHS + 1;
      while (closed.all.size() < attackers - most) {
        Thread.onSpinWait();
      }
      assertThat(closed.all)
          .allMatch(closure -> CloseReason.of(CloseCode.TRY_AGAIN_LATER).equals(closure.sent()))
          .hasSizeLessThan(attackers);
      // those who began first had to go
      assertThat(peers.get(0).readHex(4)).isEqualTo("880203f5");
      // and the last may end what it began
      RawPeer last = peers.get(attackers - 1);
      last.send(new byte[MESSAGE_BYTES - NINE_TENTHS]);
      assertThat(last.readHex(10)).isEqualTo("827f0000000000040000");
      assertThat(last.read(MESSAGE_BYTES)).containsOnly(0);
    } finally {
      peers.forEach(RawPeer::close);
    }
  }

  @Test
  void receiversThatTakeNothingDoNotStopOthers() throws Exception {
    int lazy = 8;
    var wake = new CountDownLatch(1);
    var opened = new CompletableFuture<WebSocket>();
    WebSocketHandler handler =
        ws -> {
          if (ws.request().target().equals("/lazy")) {
            opened.complete(ws);
            wake.await();
          }
          echo(ws);
        };
    // their inboxes would hold more than that
    try (var server = server(handler, 300 * KIB).start()) {
      String uri = "ws://127.0.0.1:" + server.port();
      List<WebSocket> clients = new ArrayList<>();
      for (int i = 0; i < lazy; i++) {
        WebSocket client = WebSocketClient.connect(uri + "/lazy");
        clients.add(client);
        for (int n = 0; n < 5; n++) {
          client.send(new byte[20 * KIB]);
        }
      }
      try (var healthy = WebSocketClient.connect(uri + "/")) {
        for (int i = 0; i < 1_000; i++) {
          healthy.send("message " + i);
          assertThat(healthy.receive().text()).isEqualTo("message " + i);
        }
      }
      wake.countDown();
      for (WebSocket client : clients) {
        for (int n = 0; n < 5; n++) {
          assertThat(client.receive().bytes()).hasSize(20 * KIB);
        }
        client.close();
      }
    }
  }

  @Test
  void aMessageThatWaitsForMemoryTooLongIsGivenUp() throws Exception {
    var clock = new ManualClock();
    var end = new CountDownLatch(1);
    try (var server =
            server(ws -> end.await(), 100 * KIB)
                .time(clock, new Random(1))
                .timeouts(Timeouts.defaults().withoutPings())
                .start();
        var lazy = RawPeer.open(server.port());
        var peer = RawPeer.open(server.port())) {
      // empty messages, of 64 bytes each in an inbox, and a Ping, whose answer says that they are
      lazy.sendHex("818000000000".repeat(1_600) + "898000000000");
      assertThat(lazy.readHex(2)).isEqualTo("8a00");
      peer.send(Arrays.copyOf(frame(), 10 * KIB));
      var close = CompletableFuture.supplyAsync(() -> peer.readHex(4));
      while (!close.isDone()) {
        clock.advance(Duration.ofSeconds(1));
        Thread.onSpinWait();
      }
      // not 1008: it was us who did not read
      assertThat(close.join()).isEqualTo("880203f5");
      peer.close();
      lazy.close();
      end.countDown();
    }
  }

  @Test
  void theHandlerIsToldWhy() {
    var ended = new CompletableFuture<Throwable>();
    WebSocketHandler handler =
        ws -> {
          try {
            ws.receive();
          } catch (ConnectionClosedException e) {
            ended.complete(e);
          }
        };
    // a message that is larger than all there is
    try (var server = server(handler, 100 * KIB).start();
        var ws = WebSocketClient.connect("ws://127.0.0.1:" + server.port() + "/")) {
      ws.send(new byte[MESSAGE_BYTES]);
      assertThatThrownBy(ws::receive)
          .isInstanceOfSatisfying(
              ConnectionClosedException.class,
              e -> assertThat(e.code()).isEqualTo(CloseCode.TRY_AGAIN_LATER));
      assertThat(ended.orTimeout(20, TimeUnit.SECONDS).join())
          .hasCauseInstanceOf(IOException.class)
          .satisfies(
              e ->
                  assertThat(e.getCause())
                      .hasMessageStartingWith("too many bytes received on all connections"));
    }
  }

  @Test
  void aBudgetIsPositive() {
    assertThatThrownBy(() -> WebSocketServer.builder(ws -> {}).maxInboundBytes(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxInboundBytes: 0; must be positive");
  }
}
