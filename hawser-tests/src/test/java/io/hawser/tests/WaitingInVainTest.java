package io.hawser.tests;

import static io.hawser.testkit.ScriptedServer.open;
import static io.hawser.testkit.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.WebSocket;
import io.hawser.client.OfflineQueue;
import io.hawser.client.WebSocketClient;
import io.hawser.model.Message;
import io.hawser.testkit.ScriptedServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Messages that wait for a connection until they are dropped: who is told. */
@Timeout(60)
class WaitingInVainTest {
  private static final OfflineQueue TWO =
      OfflineQueue.defaults()
          .withMaxMessages(2)
          .withMaxAge(Duration.ofHours(1))
          .withOverflow(OfflineQueue.Overflow.DROP_OLDEST);

  @TempDir Path folder;

  private final Diary diary = new Diary();

  private LoopRun loop(ScriptedServer server, OfflineQueue queue) {
    return LoopRun.start(WebSocketClient.builder(server.uri()).observer(diary).offlineQueue(queue));
  }

  private static void send(LoopRun loop, String... texts) {
    for (String text : texts) {
      assertThat(loop.connections.trySend(Message.text(text))).isTrue();
    }
  }

  private static List<String> warnings(ClientLog log) {
    return log.lines().stream().filter(line -> line.contains("dropped")).toList();
  }

  @Test
  void anObserverHearsOfWhatHadToMakeRoom() throws Exception {
    try (var server = ScriptedServer.start(status(503));
        var loop = loop(server, TWO)) {
      loop.untilWaiting();
      send(loop, "1", "22", "333", "4444");
      assertThat(diary.until("waited in vain: 1 of 2 bytes"))
          .containsSubsequence("waited in vain: 1 of 1 bytes", "waited in vain: 1 of 2 bytes");
    }
  }

  @Test
  void anObserverHearsOfWhatWasTooOldOnceThereIsAConnection() throws Exception {
    try (var server = ScriptedServer.start(status(503), open());
        var loop = loop(server, TWO.withMaxAge(Duration.ofMillis(1)))) {
      loop.untilWaiting();
      send(loop, "1", "22");
      loop.untilOpen();
      assertThat(diary.until("waited in vain: 2 of 3 bytes")).isNotEmpty();
      assertThat(loop.connections.droppedMessages()).isEqualTo(2);
    }
  }

  @Test
  void theLogHasOneLineForAnOutage() {
    var inBody = new CompletableFuture<WebSocket>();
    try (var log = new ClientLog();
        var server = ScriptedServer.start(status(503), open(), status(503));
        var loop =
            new LoopRun(
                WebSocketClient.builder(server.uri()).offlineQueue(TWO),
                ws -> {
                  inBody.complete(ws);
                  LoopRun.receiveAll(ws);
                })) {
      loop.untilWaiting();
      send(loop, "1", "2", "3", "4", "5");
      assertThat(warnings(log)).singleElement().asString().startsWith("WARN client-");
      loop.untilOpen();
      inBody.orTimeout(20, TimeUnit.SECONDS).join().startClosing(1000, "");
      loop.untilWaiting();
      send(loop, "1", "2", "3", "4", "5");
      assertThat(warnings(log)).hasSize(2);
    }
  }

  @Test
  void theFlightRecorderHasThem() throws Exception {
    try (var server = ScriptedServer.start(status(503))) {
      FlightRecording events =
          FlightRecording.of(
              folder,
              () -> {
                try (var loop = loop(server, TWO)) {
                  loop.untilWaiting();
                  send(loop, "1", "22", "333");
                }
              });
      assertThat(events.named("WaitedInVain"))
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.getString("client")).startsWith("client-");
                assertThat(event.getInt("messages")).isEqualTo(1);
                assertThat(event.getLong("size")).isEqualTo(1);
              });
    }
  }
}
