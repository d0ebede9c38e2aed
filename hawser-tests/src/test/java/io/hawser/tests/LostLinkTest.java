package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.Timeouts;
import io.hawser.WebSocket;
import io.hawser.client.WebSocketClient;
import io.hawser.model.CloseCode;
import io.hawser.model.Closure;
import io.hawser.model.Message;
import io.hawser.server.WebSocketHandler;
import io.hawser.server.WebSocketServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Peers in a network of their own, whose packets vanish: no FIN, no reset, and everything looks
 * well from here. In real time, by short deadlines.
 */
@Timeout(60)
class LostLinkTest {
  /** Long enough for peers that are there, on a busy machine. */
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private static final Timeouts PINGS =
      Timeouts.defaults()
          .withPingInterval(Duration.ofMillis(200))
          .withPong(DEADLINE)
          .withClosing(Duration.ofMillis(200));
  private static final Timeouts WRITES =
      Timeouts.defaults().withoutPings().withWriteStall(DEADLINE);

  private final Map<String, CompletableFuture<WebSocket>> opened = new ConcurrentHashMap<>();

  /** Another process: a connection to each of the URIs, of which it reads what comes. */
  static final class Readers {
    public static void main(String... args) throws InterruptedException {
      Thread last = Thread.currentThread();
      for (String uri : args) {
        WebSocket ws = WebSocketClient.connect(uri);
        last = Thread.ofPlatform().start(() -> ws.forEach(message -> {}));
      }
      last.join();
    }
  }

  private CompletableFuture<WebSocket> opened(String target) {
    return opened.computeIfAbsent(target, name -> new CompletableFuture<>());
  }

  private WebSocketServer server(WebSocketHandler handler, Timeouts timeouts) {
    return WebSocketServer.builder(
            ws -> {
              opened(ws.request().target()).complete(ws);
              handler.handle(ws);
            })
        .listen("0.0.0.0", 0)
        .timeouts(timeouts)
        .start();
  }

  private static void echo(WebSocket ws) {
    for (var message : ws) {
      ws.send(message);
    }
  }

  private static void sendForEver(WebSocket ws) {
    while (true) {
      ws.send(Message.binary(new byte[10_000]));
    }
  }

  private static Closure end(WebSocket ws) throws Exception {
    return ws.onClose().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void peersBehindALostLinkAreFoundOut() throws Exception {
    try (var network = Network.create();
        var pinging = server(LostLinkTest::echo, PINGS);
        var sending = server(LostLinkTest::sendForEver, WRITES);
        var healthy = WebSocketClient.connect("ws://127.0.0.1:" + pinging.port() + "/")) {
      Process readers =
          network.java(
              Readers.class,
              List.of(
                  "ws://%s:%d/pings-routed".formatted(network.one(), pinging.port()),
                  "ws://%s:%d/writes-routed".formatted(network.one(), sending.port()),
                  "ws://%s:%d/pings-linked".formatted(network.other(), pinging.port()),
                  "ws://%s:%d/writes-linked".formatted(network.other(), sending.port())));
      try {
        // all is well for a while
        WebSocket last = opened("/writes-linked").get(30, TimeUnit.SECONDS);
        WebSocket pinged = opened("/pings-linked").join();
        while (pinged.latency().isEmpty()) {
          Thread.onSpinWait();
        }
        List<WebSocket> sent = List.of(last, opened("/writes-routed").join());
        List<WebSocket> quiet = List.of(pinged, opened("/pings-routed").join());
        assertThat(sent).allMatch(WebSocket::isOpen);
        assertThat(quiet).allMatch(WebSocket::isOpen);

        network.blackholeOne();
        network.cutOther();
        for (WebSocket ws : quiet) {
          Closure silent = end(ws);
          assertThat(silent.code()).isEqualTo(CloseCode.ABNORMAL_CLOSURE);
          assertThat(silent.sent()).hasToString("1011");
        }
        for (WebSocket ws : sent) {
          Closure stalled = end(ws);
          assertThat(stalled.code()).isEqualTo(CloseCode.ABNORMAL_CLOSURE);
          assertThat(stalled.sent()).isNull();
          assertThat(stalled.initiator()).isEqualTo(Closure.Initiator.NETWORK);
        }

        healthy.send("and the others?");
        assertThat(healthy.receive().text()).isEqualTo("and the others?");
      } finally {
        readers.destroyForcibly();
      }
    }
  }
}
