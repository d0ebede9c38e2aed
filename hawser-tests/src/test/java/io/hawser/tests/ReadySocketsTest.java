package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.TransportType;
import io.hawser.WebSocket;
import io.hawser.WebSocketListener;
import io.hawser.connection.Connection;
import io.hawser.error.ConnectionClosedException;
import io.hawser.model.Message;
import io.hawser.server.WebSocketServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many connections have something to read in one turn of their loop. */
@Timeout(60)
class ReadySocketsTest {
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final Queue<WebSocket> opened = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();

  /** The message that ended others; its own peer may be among them, and is answered before. */
  private volatile String ender = "";

  /** Echoes; "hold" holds the loop, and the first message behind that ends every other peer. */
  private final WebSocketListener listener =
      new WebSocketListener() {
        private boolean endsOthers;

        @Override
        public void onOpen(WebSocket ws) {
          opened.add(ws);
        }

        @Override
        public void onMessage(WebSocket ws, Message message) throws Exception {
          switch (message.text()) {
            case "hold" -> {
              held.countDown();
              assertThat(released.await(50, TimeUnit.SECONDS)).isTrue();
            }
            case "end others" -> endsOthers = true;
            default -> {
              if (endsOthers) {
                endsOthers = false;
                ender = message.text();
                endEveryOther();
              }
            }
          }
          ws.send(message);
        }

        @Override
        public void onError(WebSocket ws, Throwable thrown) {
          errors.add(thrown);
        }
      };

  private void endEveryOther() {
    int i = 0;
    for (WebSocket ws : opened) {
      if (i++ % 2 == 1) {
        ((Connection) ws).abort();
      }
    }
  }

  private WebSocketServer serve() {
    return WebSocketServer.builder(listener)
        .onLoop()
        .transport(TransportType.AUTO)
        .threads(1)
        .unguarded()
        .listen("localhost", 0)
        .start();
  }

  /** Connects so many, in this order, and has each send while the loop is held. */
  private List<WebSocket> sendAtOnce(WebSocketServer server, int count) throws Exception {
    var peers = new ArrayList<WebSocket>();
    for (int i = 0; i < count; i++) {
      peers.add(OneLoop.connect(server));
      while (opened.size() <= i) {
        Thread.onSpinWait();
      }
    }
    peers.get(0).send("hold");
    assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
    for (int i = 1; i < count; i++) {
      peers.get(i).send("from " + i);
    }
    for (WebSocket peer : peers) {
      while (peer.queuedBytes() > 0) {
        Thread.onSpinWait();
      }
    }
    return peers;
  }

  private static void close(List<WebSocket> peers) {
    peers.forEach(peer -> peer.startClosing(1000, ""));
    peers.forEach(peer -> peer.onClose().toCompletableFuture().join());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 15, 16, 17, 33, 100})
  void eachOfThemIsAnswered(int count) throws Exception {
    try (var server = serve()) {
      List<WebSocket> peers = sendAtOnce(server, count + 1);
      released.countDown();
      for (int i = 1; i <= count; i++) {
        assertThat(peers.get(i).receive()).isEqualTo(Message.text("from " + i));
      }
      close(peers);
    }
    assertThat(errors).isEmpty();
  }

  @Test
  void oneThatIsClosedByAnothersListenerIsNotReadAnyMore() throws Exception {
    try (var server = serve()) {
      try (var before = OneLoop.connect(server)) {
        before.send("end others");
        before.receive();
      }
      opened.clear();
      List<WebSocket> peers = sendAtOnce(server, 41);
      released.countDown();
      for (int i = 2; i <= 40; i += 2) {
        assertThat(peers.get(i).receive()).isEqualTo(Message.text("from " + i));
      }
      for (int i = 1; i <= 40; i += 2) {
        WebSocket ended = peers.get(i);
        if (!ender.equals("from " + i)) {
          assertThatThrownBy(() -> ended.receive(Duration.ofSeconds(20)))
              .isInstanceOf(ConnectionClosedException.class);
        }
      }
      close(peers);
    }
    assertThat(errors).isEmpty();
  }
}
