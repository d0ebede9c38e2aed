package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.WebSocket;
import io.hawser.model.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A connection's own lock is wanted by other threads, by the event loop, and by the handler that
 * the loop carries: the loop must not wait behind its own thread.
 */
@Timeout(120)
class LoopCarrierContentionTest {
  private static final int CONNECTIONS = 2;
  private static final int OTHERS = 2;
  private static final int MESSAGES = 50_000;

  @Test
  void threadsThatSendToWhatAHandlerServesDoNotStopItsLoop() throws InterruptedException {
    BlockingQueue<WebSocket> served = new LinkedBlockingQueue<>();
    int all = CONNECTIONS * (1 + OTHERS) * MESSAGES;
    var received = new CountDownLatch(all);
    List<WebSocket> clients = new ArrayList<>();
    try (var server =
        OneLoop.serve(
            ws -> {
              served.add(ws);
              for (Message message : ws) {
                ws.send(message);
              }
            })) {
      for (int i = 0; i < CONNECTIONS; i++) {
        WebSocket client = OneLoop.connect(server);
        clients.add(client);
        Thread.ofVirtual().start(() -> client.forEach(message -> received.countDown()));
        send(client, "to be echoed");
        WebSocket there = served.take();
        for (int other = 0; other < OTHERS; other++) {
          send(there, "from elsewhere");
        }
      }
      boolean inTime = received.await(100, TimeUnit.SECONDS);
      assertThat(inTime).as("%d of %d have not come", received.getCount(), all).isTrue();
    }
    assertThat(clients).noneMatch(WebSocket::isOpen);
  }

  private static void send(WebSocket ws, String text) {
    Thread.ofPlatform()
        .start(
            () -> {
              for (int i = 0; i < MESSAGES; i++) {
                ws.send(text);
              }
            });
  }
}
