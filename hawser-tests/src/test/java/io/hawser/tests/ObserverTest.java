package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.WebSocket;
import io.hawser.client.WebSocketClient;
import io.hawser.model.Closure;
import io.hawser.model.Message;
import io.hawser.observe.ClientObserver;
import io.hawser.observe.ServerObserver;
import io.hawser.server.WebSocketServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Observers see what happens, and hold up nothing. */
@Timeout(60)
class ObserverTest {
  private final List<String> seen = new CopyOnWriteArrayList<>();

  @Test
  void aServersObserverHasSeenEverythingWhenTheServerIsClosed() {
    WebSocketServer server = serve(new Watching());
    for (int i = 0; i < 3; i++) {
      try (var ws = WebSocketClient.connect(uri(server))) {
        ws.send("a");
        assertThat(ws.receive()).isEqualTo(Message.text("a"));
      }
    }
    WebSocketClient.connect(uri(server));
    server.close();
    assertThat(seen)
        .hasSize(8)
        .filteredOn(event -> event.startsWith("opened"))
        .allSatisfy(
            opened ->
                assertThat(seen).containsSubsequence(opened, opened.replace("opened", "closed")));
  }

  @Test
  void aServersObserverThatBlocksHoldsUpNobody() {
    var forever = new CountDownLatch(1);
    var blocking =
        new ServerObserver() {
          @Override
          public void opened(WebSocket ws) {
            try {
              forever.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    try (var server = serve(blocking)) {
      for (int i = 0; i < 20; i++) {
        try (var ws = WebSocketClient.connect(uri(server))) {
          ws.send("a");
          assertThat(ws.receive()).isEqualTo(Message.text("a"));
        }
      }
    } finally {
      forever.countDown();
    }
  }

  @Test
  void anObserverMayCloseItsServer() throws InterruptedException {
    var closing =
        new ServerObserver() {
          WebSocketServer server;

          @Override
          public void opened(WebSocket ws) {
            server.close();
          }
        };
    closing.server = serve(closing);
    WebSocketClient.connect(uri(closing.server));
    closing.server.join();
  }

  @Test
  void aClientsObserverSeesItsConnectionsOpenAndClose() throws InterruptedException {
    var told = new LinkedBlockingQueue<String>();
    var observer =
        new ClientObserver() {
          @Override
          public void opened(WebSocket ws) {
            told.add("opened " + ws.id());
          }

          @Override
          public void closed(WebSocket ws, Closure closure) {
            told.add("closed " + ws.id() + " " + closure.code().value());
          }
        };
    try (var server = serve(new ServerObserver() {})) {
      var builder = WebSocketClient.builder(uri(server)).observer(observer);
      for (int i = 0; i < 2; i++) {
        WebSocket ws = builder.connect();
        ws.close();
        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("opened " + ws.id());
        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("closed " + ws.id() + " 1000");
      }
    }
  }

  private final class Watching implements ServerObserver {
    @Override
    public void opened(WebSocket ws) {
      seen.add("opened " + ws.id());
    }

    @Override
    public void closed(WebSocket ws, Closure closure) {
      seen.add("closed " + ws.id());
    }
  }

  private static WebSocketServer serve(ServerObserver observer) {
    return WebSocketServer.builder(
            ws -> {
              for (var message : ws) {
                ws.send(message);
              }
            })
        .listen("127.0.0.1", 0)
        .observer(observer)
        .start();
  }

  private static String uri(WebSocketServer server) {
    return "ws://127.0.0.1:" + server.port() + "/";
  }
}
