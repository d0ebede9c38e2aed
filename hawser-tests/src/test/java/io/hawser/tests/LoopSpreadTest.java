package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.WebSocket;
import io.hawser.WebSocketListener;
import io.hawser.client.WebSocketClient;
import io.hawser.server.WebSocketServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoopSpreadTest {
  @Test
  void connectionsAreSpreadEvenlyOverTheLoops() {
    var tellsItsLoop =
        new WebSocketListener() {
          @Override
          public void onOpen(WebSocket ws) {
            ws.send(Thread.currentThread().getName());
          }
        };
    List<WebSocket> open = new ArrayList<>();
    try (var server =
        WebSocketServer.builder(tellsItsLoop).onLoop().threads(3).listen("127.0.0.1", 0).start()) {
      Map<String, Integer> connections = new HashMap<>();
      for (int i = 0; i < 30; i++) {
        WebSocket ws = WebSocketClient.connect("ws://127.0.0.1:" + server.port() + "/");
        open.add(ws);
        connections.merge(ws.receive().text(), 1, Integer::sum);
      }
      assertThat(connections.values()).containsExactly(10, 10, 10);
    } finally {
      open.forEach(WebSocket::close);
    }
  }
}
