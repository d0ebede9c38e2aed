package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hawser.Queues;
import io.hawser.SendOptions;
import io.hawser.SlowConsumer;
import io.hawser.Timeouts;
import io.hawser.WebSocket;
import io.hawser.error.ConnectionClosedException;
import io.hawser.model.CloseCode;
import io.hawser.model.CloseReason;
import io.hawser.model.Message;
import io.hawser.observe.ConnectionObserver;
import io.hawser.observe.ServerObserver;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.ConnectionPair;
import io.hawser.testkit.ManualClock;
import io.hawser.testkit.RawPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers that take less than is sent to them. */
@Timeout(60)
class SlowPeerTest {
  private static final byte[] KIB = new byte[1024];

  private static <T> T join(CompletableFuture<T> future) {
    return future.orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static ConnectionPair pair(SlowConsumer policy) {
    return ConnectionPair.builder()
        .queues(Queues.defaults().withSlowConsumer(policy).withMostBytes(256 * 1024))
        .open();
  }

  /** Sends numbered messages of 1 KiB until one is not queued; returns how many were. */
  private static int fill(WebSocket ws, int most) {
    int sent = 0;
    while (sent < most && ws.trySend(numbered(sent))) {
      sent++;
    }
    return sent;
  }

  private static Message numbered(int number) {
    return Message.text("%06d".formatted(number) + "x".repeat(1018));
  }

  private static List<Integer> receiveAll(WebSocket ws) {
    var numbers = new ArrayList<Integer>();
    for (var next = ws.receive(Duration.ofSeconds(1));
        next.isPresent();
        next = ws.receive(Duration.ofMillis(500))) {
      numbers.add(Integer.valueOf(next.get().text().substring(0, 6)));
    }
    return numbers;
  }

  @Test
  void aSenderThatIsBlockedEndsAtTheWriteStall() {
    var clock = new ManualClock();
    var blocked = new CompletableFuture<Throwable>();
    var stalls = new ConcurrentLinkedQueue<Duration>();
    var opened = new CompletableFuture<WebSocket>();
    try (var server =
            WebSocketServer.builder(
                    ws -> {
                      opened.complete(ws);
                      blocked.complete(
                          catchThrowable(
                              () -> {
                                while (true) {
                                  ws.send(Message.binary(new byte[60_000]));
                                }
                              }));
                    })
                .listen("127.0.0.1", 0)
                .time(clock, new Random(1))
                .timeouts(Timeouts.defaults().withoutPings())
                .observer(
                    new ServerObserver() {
                      @Override
                      public void stalled(WebSocket ws, Duration stalled, long queuedBytes) {
                        assertThat(queuedBytes).isPositive();
                        stalls.add(stalled);
                      }
                    })
                .start();
        var peer = RawPeer.open(server.port())) {
      WebSocket ws = join(opened);
      // the peer reads nothing: the socket's buffers fill, then the queue
      while (!blocked.isDone()) {
        clock.advance(Duration.ofSeconds(1));
      }
      assertThat(join(blocked))
          .isInstanceOf(ConnectionClosedException.class)
          .hasCauseInstanceOf(TimeoutException.class);
      assertThat(join(blocked).getCause())
          .hasMessageStartingWith("no progress of what is queued within 20000 ms");
      assertThat(ws.closure().orElseThrow().code()).isEqualTo(CloseCode.ABNORMAL_CLOSURE);
      assertThat(peer.readToEnd()).isNotEmpty();
    }
    assertThat(stalls).containsExactly(Duration.ofSeconds(20));
  }

  @Test
  void aPeerThatTakesABitNowAndThenIsCutWhenTheQueueIsOld() {
    try (var pair =
        ConnectionPair.builder()
            .timeouts(Timeouts.defaults().withoutMessage().withoutPings())
            .queues(Queues.defaults().withMostBytes(4 * 1024 * 1024))
            .open()) {
      for (int i = 0; i < 3_000; i++) {
        assertThat(pair.client().trySend(Message.binary(KIB))).isTrue();
      }
      // the server takes a hundred messages every ten seconds
      for (int turn = 0; pair.client().isOpen() && turn < 60; turn++) {
        pair.advance(Duration.ofSeconds(10));
        for (int i = 0; i < 100 && pair.client().isOpen(); i++) {
          pair.server().receive();
        }
      }
      assertThat(pair.client().closure().orElseThrow().code())
          .isEqualTo(CloseCode.ABNORMAL_CLOSURE);
      assertThatThrownBy(pair.client()::receive)
          .isInstanceOf(ConnectionClosedException.class)
          .hasRootCauseMessage("no end of what is queued within 60000 ms");
    }
  }

  @Test
  void aSlowConsumerIsClosedWith1013ByDefault() {
    try (var pair = pair(SlowConsumer.close())) {
      int queued = fill(pair.client(), 10_000);
      assertThat(queued).isBetween(240, 1000);
      assertThat(pair.client().isOpen()).isFalse();
      var closed =
          catchThrowable(
              () -> {
                while (true) {
                  pair.server().receive();
                }
              });
      assertThat(closed)
          .isInstanceOfSatisfying(
              ConnectionClosedException.class,
              e -> assertThat(e.received()).isEqualTo(CloseReason.of(CloseCode.TRY_AGAIN_LATER)));
    }
  }

  @Test
  void theNewestMessageIsDropped() {
    try (var pair = pair(SlowConsumer.dropNewest())) {
      int queued = fill(pair.client(), 10_000);
      // the loop had not moved all it could
      for (int more = 1; more > 0; queued += more) {
        pair.advance(Duration.ZERO);
        more = fill(pair.client(), 10_000);
      }
      long dropped = pair.client().droppedMessages();
      assertThat(dropped).isPositive();
      assertThat(pair.client().trySend(numbered(999_999))).isFalse();
      assertThat(pair.client().isOpen()).isTrue();
      assertThat(pair.client().droppedMessages()).isEqualTo(dropped + 1);
      assertThat(receiveAll(pair.server())).hasSize(queued).doesNotContain(999_999);
    }
  }

  @Test
  void theOldestMessagesAreDropped() {
    var told = new ConcurrentLinkedQueue<Integer>();
    try (var pair =
        ConnectionPair.builder()
            .queues(
                Queues.defaults()
                    .withSlowConsumer(SlowConsumer.dropOldest())
                    .withMostBytes(256 * 1024))
            .observer(
                new ConnectionObserver() {
                  @Override
                  public void dropped(WebSocket ws, int messages, long bytes) {
                    told.add(messages);
                  }
                })
            .open()) {
      assertThat(fill(pair.client(), 2000)).isEqualTo(2000);
      List<Integer> received = receiveAll(pair.server());
      assertThat(received).isSorted().endsWith(1999).hasSizeLessThan(1000);
      long dropped = pair.client().droppedMessages();
      assertThat(received.size() + dropped).isEqualTo(2000);
      assertThat(told.stream().mapToInt(Integer::intValue).sum()).isEqualTo(dropped);
    }
  }

  @Test
  void theLatestOfEachKeyIsKept() {
    try (var pair = pair(SlowConsumer.keepLatestByKey())) {
      for (int i = 0; i < 3000; i++) {
        assertThat(
                pair.client().trySend(numbered(i), SendOptions.defaults().withKey("key " + i % 10)))
            .isTrue();
      }
      assertThat(receiveAll(pair.server()))
          .endsWith(2990, 2991, 2992, 2993, 2994, 2995, 2996, 2997, 2998, 2999);
    }
  }

  @Test
  void aSenderMayWaitForAWhile() {
    try (var pair = pair(SlowConsumer.block(Duration.ofMillis(100)))) {
      assertThat(fill(pair.client(), 10_000)).isBetween(240, 1000);
      assertThat(pair.client().isOpen()).isFalse();
    }
  }

  @Test
  void aSendWithATimeoutGivesUpAndQueuesNothing() {
    try (var pair = ConnectionPair.open()) {
      int sent = 0;
      while (pair.client().trySend(numbered(sent), Duration.ofMillis(300))) {
        sent++;
      }
      assertThat(pair.client().queuedBytes()).isBetween(60_000L, 200_000L);
      assertThat(pair.client().trySend(numbered(sent), Duration.ofMillis(50))).isFalse();
      assertThat(pair.client().isOpen()).isTrue();
      assertThat(receiveAll(pair.server())).hasSize(sent);
      assertThat(pair.client().trySend(numbered(sent), Duration.ofSeconds(20))).isTrue();
    }
  }

  @Test
  void whatWaitsOnAllConnectionsIsBoundedToo() {
    var handlers = new ConcurrentLinkedQueue<WebSocket>();
    try (var server =
            WebSocketServer.builder(
                    ws -> {
                      handlers.add(ws);
                      ws.receive();
                    })
                .listen("127.0.0.1", 0)
                .maxOutboundBytes(300_000)
                .queues(Queues.defaults().withSlowConsumer(SlowConsumer.dropNewest()))
                .start();
        var one = RawPeer.open(server.port());
        var other = RawPeer.open(server.port())) {
      while (handlers.size() < 2) {
        Thread.onSpinWait();
      }
      long queued = 0;
      for (WebSocket ws : handlers) {
        // the sockets' own buffers take some megabytes
        for (int i = 0; i < 20_000 && ws.trySend(Message.binary(KIB)); i++) {}
        queued += ws.queuedBytes();
      }
      // and each channel has 150 KB of what it writes, or a little more
      assertThat(queued).isLessThan(300_000 + 2 * 200_000);
      assertThat(handlers).allMatch(WebSocket::isOpen);
    }
  }
}
