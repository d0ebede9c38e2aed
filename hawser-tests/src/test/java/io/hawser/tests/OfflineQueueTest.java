package io.hawser.tests;

import static io.hawser.testkit.ScriptedServer.acceptance;
import static io.hawser.testkit.ScriptedServer.open;
import static io.hawser.testkit.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.client.ClientState;
import io.hawser.client.OfflineQueue;
import io.hawser.client.WebSocketClient;
import io.hawser.error.CallInterruptedException;
import io.hawser.error.InvalidStatusException;
import io.hawser.model.Message;
import io.hawser.policy.Backoff;
import io.hawser.policy.Pace;
import io.hawser.testkit.RawPeer;
import io.hawser.testkit.ScriptedServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages that wait for a connection: which of them, in what order, and what becomes of them. */
@Timeout(60)
class OfflineQueueTest {
  /** What {@link #readText} returns for a Close frame. */
  static final String CLOSE = "the Close frame";

  private static final OfflineQueue QUEUE = OfflineQueue.defaults();

  /** What the server has sent back. */
  private final BlockingQueue<String> echoes = new LinkedBlockingQueue<>();

  private LoopRun loop(ScriptedServer server, OfflineQueue queue) {
    return new LoopRun(
        WebSocketClient.builder(server.uri()).offlineQueue(queue),
        ws -> ws.forEach(message -> echoes.add(message.text())));
  }

  private String nextEcho() {
    try {
      String echo = echoes.poll(20, TimeUnit.SECONDS);
      assertThat(echo).as("echo").isNotNull();
      return echo;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean send(LoopRun loop, String text) {
    return loop.connections.trySend(Message.text(text));
  }

  private static List<String> unsent(LoopRun loop) {
    return loop.connections.unsent().stream().map(Message::text).toList();
  }

  @Test
  void whatWaitsIsSentInOrderOverTheNextConnection() {
    try (var server = ScriptedServer.start(status(503), status(503), open());
        var loop = loop(server, QUEUE)) {
      loop.untilWaiting();
      assertThat(send(loop, "1")).isTrue();
      assertThat(send(loop, "2")).isTrue();
      assertThat(unsent(loop)).containsExactly("1", "2");
      loop.skip();
      loop.untilWaiting();
      assertThat(send(loop, "3")).isTrue();
      loop.untilOpen();
      assertThat(nextEcho()).isEqualTo("1");
      assertThat(send(loop, "4")).isTrue();
      assertThat(nextEcho()).isEqualTo("2");
      assertThat(nextEcho()).isEqualTo("3");
      assertThat(nextEcho()).isEqualTo("4");
      assertThat(unsent(loop)).isEmpty();
      assertThat(loop.connections.droppedMessages()).isZero();
    }
  }

  @Test
  void whatWaitsIsSentBeforeTheLoopHasTheConnection() {
    try (var server = ScriptedServer.start(open());
        var connections = WebSocketClient.builder(server.uri()).offlineQueue(QUEUE).connections()) {
      assertThat(connections.trySend(Message.text("waits for the first connection"))).isTrue();
      for (var ws : connections) {
        assertThat(connections.unsent()).isEmpty();
        ws.send("of the body");
        assertThat(ws.receive().text()).isEqualTo("waits for the first connection");
        assertThat(ws.receive().text()).isEqualTo("of the body");
        break;
      }
    }
  }

  @Test
  void withoutAQueueNothingWaits() {
    try (var server = ScriptedServer.start(status(503), open());
        var loop =
            new LoopRun(
                WebSocketClient.builder(server.uri()),
                ws -> ws.forEach(message -> echoes.add(message.text())))) {
      loop.untilWaiting();
      assertThat(send(loop, "lost")).isFalse();
      assertThat(unsent(loop)).isEmpty();
      loop.untilOpen();
      assertThat(send(loop, "heard")).isTrue();
      assertThat(nextEcho()).isEqualTo("heard");
    }
  }

  @Test
  void aFullQueueRefusesTheNewest() {
    try (var server = ScriptedServer.start(status(503), open());
        var loop = loop(server, QUEUE.withMaxMessages(2))) {
      loop.untilWaiting();
      assertThat(send(loop, "1")).isTrue();
      assertThat(send(loop, "2")).isTrue();
      assertThat(send(loop, "3")).isFalse();
      assertThat(unsent(loop)).containsExactly("1", "2");
      loop.untilOpen();
      assertThat(nextEcho()).isEqualTo("1");
      assertThat(nextEcho()).isEqualTo("2");
      assertThat(loop.connections.droppedMessages()).isZero();
    }
  }

  @Test
  void aQueueIsFullByBytesToo() {
    try (var server = ScriptedServer.start(status(503));
        var loop = loop(server, QUEUE.withMaxBytes(10))) {
      loop.untilWaiting();
      assertThat(send(loop, "12345")).isTrue();
      assertThat(send(loop, "123456")).isFalse();
      assertThat(send(loop, "12345")).isTrue();
      assertThat(send(loop, "")).isTrue();
      assertThat(send(loop, "1")).isFalse();
    }
  }

  @Test
  void theOldestMakeRoomIfToldSo() {
    OfflineQueue queue =
        QUEUE.withMaxMessages(3).withMaxBytes(10).withOverflow(OfflineQueue.Overflow.DROP_OLDEST);
    try (var server = ScriptedServer.start(status(503), open());
        var loop = loop(server, queue)) {
      loop.untilWaiting();
      for (String text : List.of("1", "2", "3", "4")) {
        assertThat(send(loop, text)).isTrue();
      }
      assertThat(unsent(loop)).containsExactly("2", "3", "4");
      assertThat(send(loop, "123456789")).isTrue();
      assertThat(unsent(loop)).containsExactly("4", "123456789");
      assertThat(send(loop, "larger than all")).as("drops nothing in vain").isFalse();
      assertThat(unsent(loop)).containsExactly("4", "123456789");
      assertThat(loop.connections.droppedMessages()).isEqualTo(3);
      loop.untilOpen();
      assertThat(nextEcho()).isEqualTo("4");
      assertThat(nextEcho()).isEqualTo("123456789");
    }
  }

  @Test
  void whatIsTooOldIsDropped() {
    try (var server = ScriptedServer.start(status(503), open());
        var loop =
            new LoopRun(
                WebSocketClient.builder(server.uri())
                    .pace(Pace.defaults().withBackoff(Backoff.of(Duration.ofSeconds(31))))
                    .offlineQueue(QUEUE.withMaxMessages(2)),
                ws -> ws.forEach(message -> echoes.add(message.text())))) {
      loop.untilWaiting();
      assertThat(send(loop, "old")).isTrue();
      loop.clock.advance(Duration.ofSeconds(10));
      assertThat(send(loop, "young")).isTrue();
      loop.clock.advance(Duration.ofSeconds(20));
      assertThat(send(loop, "too many")).isFalse();
      loop.clock.advance(Duration.ofNanos(1));
      assertThat(send(loop, "newest")).as("there is room again").isTrue();
      loop.clock.advance(Duration.ofSeconds(1));
      assertThat(nextEcho()).isEqualTo("young");
      assertThat(nextEcho()).isEqualTo("newest");
      assertThat(loop.connections.droppedMessages()).isEqualTo(1);
    }
  }

  @Test
  void whatIsTooOldWhenAConnectionOpensIsNotSent() {
    try (var server = ScriptedServer.start(status(503), open());
        var loop =
            new LoopRun(
                WebSocketClient.builder(server.uri())
                    .pace(Pace.defaults().withBackoff(Backoff.of(Duration.ofSeconds(31))))
                    .offlineQueue(QUEUE),
                ws -> ws.forEach(message -> echoes.add(message.text())))) {
      loop.untilWaiting();
      assertThat(send(loop, "old")).isTrue();
      loop.clock.advance(Duration.ofSeconds(1));
      assertThat(send(loop, "just in time")).isTrue();
      loop.clock.advance(Duration.ofSeconds(30));
      assertThat(nextEcho()).isEqualTo("just in time");
      assertThat(loop.connections.droppedMessages()).isEqualTo(1);
    }
  }

  @Test
  void nothingIsSentTwice() {
    try (var server =
            ScriptedServer.start(
                (client, request) -> {
                  client.send(acceptance(request));
                  echoes.add(readText(client));
                },
                open());
        var loop = loop(server, QUEUE)) {
      assertThat(send(loop, "read, and perhaps not worked on")).isTrue();
      assertThat(nextEcho()).startsWith("read");
      loop.untilWaiting();
      assertThat(send(loop, "next")).isTrue();
      loop.untilOpen();
      assertThat(nextEcho()).isEqualTo("next");
    }
  }

  /** Reads one short text as a client sends it; {@link #CLOSE} for a Close frame. */
  static String readText(RawPeer client) {
    byte[] head = client.read(6);
    if ((head[0] & 8) != 0) {
      return CLOSE;
    }
    byte[] payload = client.read(head[1] & 0x7F);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= head[2 + (i & 3)];
    }
    return new String(payload, StandardCharsets.UTF_8);
  }

  @Test
  void stoppingKeepsWhatWasNotSent() {
    try (var server = ScriptedServer.start(status(503));
        var loop = loop(server, QUEUE)) {
      loop.untilWaiting();
      assertThat(send(loop, "1")).isTrue();
      loop.connections.stop();
      assertThat(send(loop, "2")).isFalse();
      loop.awaitEnd();
      assertThat(unsent(loop)).containsExactly("1");
    }
  }

  @Test
  void aFatalCauseKeepsWhatWasNotSent() {
    try (var server = ScriptedServer.start(status(503), status(403));
        var loop = loop(server, QUEUE)) {
      loop.untilWaiting();
      assertThat(send(loop, "1")).isTrue();
      assertThat(loop.untilFailed()).isInstanceOf(InvalidStatusException.class);
      assertThat(send(loop, "2")).isFalse();
      assertThat(unsent(loop)).containsExactly("1");
    }
  }

  @Test
  void aThreadThatWasInterruptedSendsNothing() {
    try (var server = ScriptedServer.start(open());
        var loop = loop(server, QUEUE)) {
      loop.untilOpen();
      assertThat(send(loop, "before")).isTrue();
      assertThat(nextEcho()).isEqualTo("before");
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> send(loop, "2")).isInstanceOf(CallInterruptedException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(unsent(loop)).isEmpty();
      assertThat(loop.connections.state()).isInstanceOf(ClientState.Open.class);
    }
  }

  @Test
  void nonsenseIsRejected() {
    assertThatThrownBy(() -> QUEUE.withMaxMessages(0)).hasMessageContaining("maxMessages: 0; must");
    assertThatThrownBy(() -> QUEUE.withMaxBytes(0)).hasMessageContaining("maxBytes: 0; must");
    assertThatThrownBy(() -> QUEUE.withMaxAge(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxAge: PT0S; must be from 1 ms to 24 h");
    assertThatThrownBy(() -> QUEUE.withMaxAge(Duration.ofHours(25)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void defaultsAreAsDocumented() {
    assertThat(QUEUE.maxMessages()).isEqualTo(1000);
    assertThat(QUEUE.maxBytes()).isEqualTo(256 * 1024);
    assertThat(QUEUE.maxAge()).isEqualTo(Duration.ofSeconds(30));
    assertThat(QUEUE.overflow()).isEqualTo(OfflineQueue.Overflow.REFUSE_NEWEST);
  }
}
