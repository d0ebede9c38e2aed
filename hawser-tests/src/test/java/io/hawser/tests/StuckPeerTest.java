package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hawser.Drain;
import io.hawser.Drained;
import io.hawser.Timeouts;
import io.hawser.WebSocket;
import io.hawser.WebSocketListener;
import io.hawser.client.WebSocketClient;
import io.hawser.error.ConnectionClosedException;
import io.hawser.model.CloseCode;
import io.hawser.model.CloseReason;
import io.hawser.model.Closure;
import io.hawser.model.Message;
import io.hawser.server.Broadcast;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.ManualClock;
import io.hawser.testkit.RawPeer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers that stop reading while we send, broadcast and close. */
@Timeout(120)
class StuckPeerTest {
  private static final int OTHERS = 1_000;
  private static final int PIECE_BYTES = 4_096;
  private static final int PIECES = 25;

  private final ManualClock clock = new ManualClock();

  /** Another process: connects, and reads what comes. */
  static final class Reader {
    public static void main(String... args) {
      try (var ws = WebSocketClient.connect(args[0])) {
        for (var message : ws) {
          assertThat(message).isNotNull();
        }
      }
    }
  }

  private WebSocketServer.Builder server(io.hawser.server.WebSocketHandler handler) {
    return WebSocketServer.builder(handler)
        .listen("127.0.0.1", 0)
        .timeouts(Timeouts.defaults().withoutPings())
        .time(clock, new Random(1));
  }

  private static Process reader(int port) throws IOException {
    return new ProcessBuilder(
            System.getProperty("java.home") + "/bin/java",
            "-cp",
            System.getProperty("java.class.path"),
            Reader.class.getName(),
            "ws://127.0.0.1:" + port + "/")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void signal(Process process, String signal) throws Exception {
    assertThat(new ProcessBuilder("kill", signal, "" + process.pid()).start().waitFor()).isZero();
  }

  private void passTimeUntil(CompletableFuture<?> end) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!end.isDone() && System.nanoTime() < deadline) {
      clock.advance(Duration.ofSeconds(1));
      Thread.onSpinWait();
    }
    assertThat(end).isDone();
  }

  @Test
  void aProcessThatIsStoppedWhileWeSendIsGoneAtTheWriteStall() throws Exception {
    var opened = new CompletableFuture<WebSocket>();
    var ended = new CompletableFuture<Throwable>();
    try (var server =
        server(
                ws -> {
                  opened.complete(ws);
                  ended.complete(
                      catchThrowable(
                          () -> {
                            while (true) {
                              ws.send(Message.binary(new byte[100_000]));
                            }
                          }));
                })
            .start()) {
      Process reader = reader(server.port());
      try {
        opened.orTimeout(60, TimeUnit.SECONDS).join();
        signal(reader, "-STOP");
        passTimeUntil(ended);
        assertThat(ended.join())
            .isInstanceOf(ConnectionClosedException.class)
            .hasCauseInstanceOf(TimeoutException.class);
        opened.join().onClose().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
        assertThat(server.connections()).isEmpty();
      } finally {
        reader.destroyForcibly();
      }
    }
  }

  @Test
  void aProcessThatIsStoppedDoesNotKeepAServerFromStopping() throws Exception {
    var drain = Drain.goingAway().withGrace(Duration.ofSeconds(5));
    var opened = new CompletableFuture<WebSocket>();
    var server =
        server(
                ws -> {
                  opened.complete(ws);
                  for (var message : ws) {
                    assertThat(message).isNotNull();
                  }
                })
            .start();
    Process reader = reader(server.port());
    List<WebSocket> others = new ArrayList<>();
    try (server) {
      WebSocket stuck = opened.orTimeout(60, TimeUnit.SECONDS).join();
      for (int i = 0; i < 10; i++) {
        others.add(WebSocketClient.connect("ws://127.0.0.1:" + server.port() + "/"));
      }
      signal(reader, "-STOP");
      // more than the sockets take: its Close frame has to wait
      while (stuck.trySend(Message.binary(new byte[50_000]), Duration.ofMillis(300))) {}
      var stopped = CompletableFuture.supplyAsync(() -> server.stop(drain));
      // the others get their Close frame, and close, while no time passes
      for (WebSocket other : others) {
        Closure closure = other.onClose().toCompletableFuture().get(20, TimeUnit.SECONDS);
        assertThat(closure.received()).isEqualTo(CloseReason.of(1001, ""));
      }
      while (server.connections().size() > 1) {
        Thread.onSpinWait();
      }
      assertThat(stopped).isNotDone();
      clock.advance(drain.grace());
      assertThat(stopped.get(20, TimeUnit.SECONDS))
          .isEqualTo(new Drained(10, 0, 1, 0, drain.grace()));
      assertThat(stuck.closure().orElseThrow().code()).isEqualTo(CloseCode.ABNORMAL_CLOSURE);
    } finally {
      reader.destroyForcibly();
    }
  }

  @Test
  void aThousandOthersGetWhatIsBroadcastWhileOneTakesNothing() throws Exception {
    var first = new CompletableFuture<WebSocket>();
    try (var server =
            server(
                    ws -> {
                      first.complete(ws);
                      for (var message : ws) {
                        assertThat(message).isNotNull();
                      }
                    })
                .start();
        var stuck = RawPeer.open(server.port())) {
      WebSocket slow = first.orTimeout(20, TimeUnit.SECONDS).join();
      // what the system buffers for it
      while (slow.trySend(Message.binary(new byte[50_000]), Duration.ofMillis(300))) {}
      var received = new AtomicLong();
      var listener =
          new WebSocketListener() {
            @Override
            public void onMessage(WebSocket ws, Message message) {
              received.addAndGet(message.size());
            }
          };
      for (int i = 0; i < OTHERS; i++) {
        WebSocketClient.builder("ws://127.0.0.1:" + server.port() + "/").onLoop().connect(listener);
      }
      while (server.connections().size() < OTHERS + 1) {
        Thread.onSpinWait();
      }
      CompletableFuture<Closure> gone = slow.onClose().toCompletableFuture();
      for (int i = 0; i < PIECES; i++) {
        Broadcast.of(Message.binary(new byte[PIECE_BYTES])).to(server.connections());
        assertThat(slow.queuedBytes()).isLessThan(2_000_000);
      }
      awaitBytes(received, (long) OTHERS * PIECES * PIECE_BYTES);
      passTimeUntil(gone);
      assertThat(server.connections()).hasSize(OTHERS);
    }
  }

  private static void awaitBytes(AtomicLong received, long bytes) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (received.get() < bytes && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(received.get()).isEqualTo(bytes);
  }
}
