package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hawser.Carrier;
import io.hawser.Queues;
import io.hawser.WebSocket;
import io.hawser.error.CallInterruptedException;
import io.hawser.error.ConnectionClosedException;
import io.hawser.model.Message;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.RawPeer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A handler that sends to a peer who reads nothing, beside one that echoes on the same loop. */
@Timeout(60)
@ParameterizedClass
@EnumSource
class FullPeerTest {
  private final Carrier carrier;
  private final CompletableFuture<WebSocket> full = new CompletableFuture<>();
  private final CompletableFuture<Thread> sender = new CompletableFuture<>();
  private final AtomicInteger sent = new AtomicInteger();
  private final CompletableFuture<End> ended = new CompletableFuture<>();

  private record End(Throwable thrown, boolean isInterrupted) {}

  FullPeerTest(Carrier carrier) {
    this.carrier = OneLoop.requireCarrier(carrier);
  }

  private static <T> T join(CompletableFuture<T> future) {
    return future.orTimeout(20, TimeUnit.SECONDS).join();
  }

  private void serve(WebSocket ws) {
    if (!ws.request().target().equals("/full")) {
      for (Message message : ws) {
        ws.send(message);
      }
      return;
    }
    sender.complete(Thread.currentThread());
    full.complete(ws);
    Throwable thrown =
        catchThrowable(
            () -> {
              while (true) {
                ws.send(new byte[60_000]);
                sent.incrementAndGet();
              }
            });
    ended.complete(new End(thrown, Thread.interrupted()));
  }

  private WebSocketServer start() {
    return WebSocketServer.builder(this::serve)
        .carrier(carrier)
        .threads(1)
        .listen("localhost", 0)
        .start();
  }

  private static RawPeer connectFull(WebSocketServer server) {
    return RawPeer.connect(server.port())
        .send(RawPeer.VALID_REQUEST.replace("GET / ", "GET /full "));
  }

  /** Has the other's echoes come until nothing is sent meanwhile; the send waits then. */
  private void awaitThatItWaits(WebSocket other) {
    int before;
    do {
      before = sent.get();
      assertEchoes(other, 200);
    } while (before == 0 || before != sent.get());
    assertThat(join(full).queuedBytes()).isGreaterThanOrEqualTo(Queues.defaults().sendBytes());
    assertThat(join(sender).getState()).isIn(Thread.State.WAITING, Thread.State.TIMED_WAITING);
    assertThat(join(sender).getStackTrace())
        .extracting(StackTraceElement::getMethodName)
        .contains("send", "park");
    assertThat(ended).isNotDone();
  }

  private static void assertEchoes(WebSocket ws, int times) {
    for (int i = 0; i < times; i++) {
      ws.send("echo " + i);
      assertThat(ws.receive()).isEqualTo(Message.text("echo " + i));
    }
  }

  @Test
  void isWaitedForUntilItIsGone() {
    try (var server = start();
        var peer = connectFull(server);
        var other = OneLoop.connect(server)) {
      awaitThatItWaits(other);
      peer.close();
      End end = join(ended);
      assertThat(end.thrown()).isInstanceOf(ConnectionClosedException.class);
      assertThat(end.isInterrupted()).isFalse();
    }
  }

  @Test
  void isWaitedForUntilAnInterruptAndNothingMoreIsQueued() {
    try (var server = start();
        var peer = connectFull(server);
        var other = OneLoop.connect(server)) {
      awaitThatItWaits(other);
      long queued = join(full).queuedBytes();
      join(sender).interrupt();
      End end = join(ended);
      assertThat(end.thrown()).isInstanceOf(CallInterruptedException.class);
      assertThat(end.isInterrupted()).isTrue();
      assertThat(queued).isEqualTo(join(full).queuedBytes());
      assertEchoes(other, 1);
      assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
    }
  }
}
