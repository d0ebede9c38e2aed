package io.hawser.tests;

import static io.hawser.testkit.ScriptedServer.open;
import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.WebSocket;
import io.hawser.client.Connections;
import io.hawser.client.OfflineQueue;
import io.hawser.client.WebSocketClient;
import io.hawser.model.Message;
import io.hawser.policy.Backoff;
import io.hawser.policy.Pace;
import io.hawser.testkit.ScriptedServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What waits for a connection, and then for the login that the body has to send first. */
@Timeout(60)
class HeldQueueTest {
  private static final OfflineQueue HELD = OfflineQueue.defaults().heldUntilReady();

  private static void assertEchoes(WebSocket ws, String... texts) {
    for (String text : texts) {
      assertThat(ws.receive().text()).isEqualTo(text);
    }
  }

  @Test
  void whatWaitsIsSentOnceTheBodySaysSo() {
    try (var server = ScriptedServer.start(open());
        var connections = WebSocketClient.builder(server.uri()).offlineQueue(HELD).connections()) {
      assertThat(connections.trySend(Message.text("1"))).isTrue();
      for (var ws : connections) {
        assertThat(connections.trySend(Message.text("2"))).isTrue();
        ws.send("login");
        assertEchoes(ws, "login");
        assertThat(connections.unsent()).hasSize(2);
        connections.ready(ws);
        assertThat(connections.trySend(Message.text("3"))).isTrue();
        assertEchoes(ws, "1", "2", "3");
        assertThat(connections.unsent()).isEmpty();
        break;
      }
    }
  }

  @Test
  void eachConnectionHasToBecomeReady() {
    try (var server = ScriptedServer.start(open());
        var loop = new HeldLoop(server)) {
      WebSocket first = loop.next();
      loop.connections.ready(first);
      first.startClosing(4000, "");
      WebSocket second = loop.next();
      assertThat(loop.connections.trySend(Message.text("1"))).isTrue();
      // of a connection that has closed
      loop.connections.ready(first);
      second.send("login");
      assertEchoes(second, "login");
      assertThat(loop.connections.unsent()).hasSize(1);
      loop.connections.ready(second);
      assertEchoes(second, "1");
    }
  }

  @Test
  void readyTwiceSendsOnce() {
    try (var server = ScriptedServer.start(open());
        var loop = new HeldLoop(server)) {
      WebSocket ws = loop.next();
      assertThat(loop.connections.trySend(Message.text("1"))).isTrue();
      loop.connections.ready(ws);
      loop.connections.ready(ws);
      assertEchoes(ws, "1");
      ws.send("2");
      assertEchoes(ws, "2");
    }
  }

  @Test
  void withoutHoldingItChangesNothing() {
    try (var server = ScriptedServer.start(open());
        var connections =
            WebSocketClient.builder(server.uri())
                .offlineQueue(OfflineQueue.defaults())
                .connections()) {
      assertThat(connections.trySend(Message.text("1"))).isTrue();
      WebSocket ws = connections.iterator().next();
      connections.ready(ws);
      assertEchoes(ws, "1");
    }
  }

  /** A loop whose connections the test takes, without a delay between them. */
  private static final class HeldLoop implements AutoCloseable {
    final Connections connections;

    HeldLoop(ScriptedServer server) {
      connections =
          WebSocketClient.builder(server.uri())
              .offlineQueue(HELD)
              .pace(
                  Pace.defaults()
                      .withFirstDelay(Duration.ZERO)
                      .withBackoff(
                          Backoff.exponential()
                              .withBase(Duration.ofMillis(1))
                              .withCap(Duration.ofMillis(1))))
              .connections();
    }

    WebSocket next() {
      return connections.iterator().next();
    }

    @Override
    public void close() {
      connections.close();
    }
  }
}
