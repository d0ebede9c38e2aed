package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.WebSocket;
import io.hawser.client.WebSocketClient;
import io.hawser.error.CallInterruptedException;
import io.hawser.extension.DeflateSettings;
import io.hawser.model.CloseCode;
import io.hawser.server.WebSocketServer;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many threads on one connection. */
@Timeout(120)
class ConcurrencyTest {
  private static final int THREADS = 50;
  private static final int MESSAGES = 10_000;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyMessageOfFiftySendersArrivesWholeAndEachSendersInOrder(boolean compressed)
      throws Exception {
    var builder = WebSocketServer.builder(ConcurrencyTest::echo).listen("127.0.0.1", 0);
    if (compressed) {
      builder.compression(DeflateSettings.forServers().withServerContextTakeover(true));
    }
    try (var server = builder.start()) {
      var client = WebSocketClient.builder("ws://127.0.0.1:" + server.port() + "/");
      if (compressed) {
        client.compression(DeflateSettings.forClients());
      }
      try (var ws = client.connect()) {
        for (int thread = 0; thread < THREADS; thread++) {
          int sender = thread;
          Thread.ofVirtual().start(() -> sendNumbered(ws, sender));
        }
        var next = new int[THREADS];
        for (int i = 0; i < MESSAGES; i++) {
          String[] parts = ws.receive().text().split(" ", 3);
          int sender = Integer.parseInt(parts[0]);
          int number = Integer.parseInt(parts[1]);
          assertThat(number).as("of sender " + sender).isEqualTo(next[sender]++);
          assertThat(parts[2]).isEqualTo(padding(sender, number));
        }
      }
    }
  }

  private static void echo(WebSocket ws) {
    for (var message : ws) {
      ws.send(message);
    }
  }

  private static void sendNumbered(WebSocket ws, int sender) {
    for (int number = 0; number < MESSAGES / THREADS; number++) {
      ws.send(sender + " " + number + " " + padding(sender, number));
    }
  }

  /** Of sizes on either side of what is compressed, and of what is copied. */
  private static String padding(int sender, int number) {
    return String.valueOf((char) ('a' + sender % 26)).repeat((sender * number * 37) % 3_000);
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptedSenderHasQueuedNothingAndLeavesTheConnectionUsable(BothEnds.Way way)
      throws Exception {
    try (var pair = BothEnds.open(way)) {
      var sent = new ConcurrentLinkedQueue<Integer>();
      var ended = new CompletableFuture<Throwable>();
      Thread sender =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (int i = 0; ; i++) {
                        pair.client().send("%07d".formatted(i) + "x".repeat(10_000));
                        sent.add(i);
                      }
                    } catch (CallInterruptedException e) {
                      assertThat(Thread.currentThread().isInterrupted()).isTrue();
                      ended.complete(e);
                    }
                  });
      // full: the other end does not receive
      while (sender.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      sender.interrupt();
      assertThat(ended.orTimeout(20, TimeUnit.SECONDS).join())
          .isInstanceOf(CallInterruptedException.class);
      var last =
          CompletableFuture.runAsync(
              () -> pair.client().send("last"), task -> Thread.ofVirtual().start(task));
      var received = new ArrayList<Integer>();
      for (String text = pair.server().receive().text();
          !text.equals("last");
          text = pair.server().receive().text()) {
        received.add(Integer.valueOf(text.substring(0, 7)));
      }
      last.join();
      assertThat(received).containsExactlyElementsOf(sent);
    }
  }

  @Test
  void everyCallOfCloseReturnsWhenItIsClosed() throws Exception {
    try (var server = WebSocketServer.serve("127.0.0.1", 0, ConcurrencyTest::echo)) {
      var ws = WebSocketClient.connect("ws://127.0.0.1:" + server.port() + "/");
      var ready = new CountDownLatch(THREADS);
      var done = new ArrayList<CompletableFuture<Void>>();
      for (int i = 0; i < THREADS; i++) {
        int code = 4000 + i;
        done.add(
            CompletableFuture.runAsync(
                () -> {
                  ready.countDown();
                  ws.close(code, "");
                  assertThat(ws.closure()).isPresent();
                },
                task -> Thread.ofVirtual().start(task)));
      }
      assertThat(ready.await(20, TimeUnit.SECONDS)).isTrue();
      CompletableFuture.allOf(done.toArray(CompletableFuture[]::new))
          .orTimeout(20, TimeUnit.SECONDS)
          .join();
      ws.close();
      var closure = ws.closure().orElseThrow();
      assertThat(closure.sent()).isEqualTo(closure.received());
    }
  }

  @Test
  void aHandlerMayCloseItsOwnConnectionAndSoMayOthersMeanwhile() {
    try (var server =
            WebSocketServer.serve(
                "127.0.0.1",
                0,
                ws -> {
                  Thread.ofVirtual().start(() -> ws.close(4001, "from outside"));
                  ws.close(4002, "from inside");
                  ws.close(4003, "again");
                });
        var ws = WebSocketClient.connect("ws://127.0.0.1:" + server.port() + "/")) {
      while (ws.isOpen()) {
        Thread.onSpinWait();
      }
      assertThat(ws.onClose().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join())
          .satisfies(
              closure ->
                  assertThat(closure.received().code())
                      .isIn(new CloseCode(4001), new CloseCode(4002)));
    }
  }
}
