package io.hawser.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.WebSocket;
import io.hawser.client.WebSocketClient;
import io.hawser.policy.LogPolicy;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.ConnectionPair;
import io.hawser.testkit.ManualClock;
import io.hawser.testkit.RawPeer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the flight recorder's file. */
@Timeout(60)
class FlightEventsTest {
  @TempDir Path folder;

  @Test
  void aConnectionIsRecordedAtBothEnds() throws Exception {
    List<RecordedEvent> events =
        recorded(
            () -> {
              try (var server = WebSocketServer.serve("127.0.0.1", 0, ws -> ws.receive());
                  var ws = WebSocketClient.connect(uri(server, "/chat?token=secret"))) {
                ws.close(3000, "");
              }
            });
    assertThat(named(events, "ConnectionOpened"))
        .extracting(event -> event.getString("role"))
        .containsExactlyInAnyOrder("CLIENT", "SERVER");
    assertThat(named(events, "ConnectionOpened"))
        .allSatisfy(
            event -> {
              assertThat(event.getString("path")).isEqualTo("/chat");
              assertThat(event.getString("remoteAddress")).contains("127.0.0.1");
              assertThat(event.getStackTrace()).isNull();
            });
    assertThat(named(events, "ConnectionClosed"))
        .hasSize(2)
        .allSatisfy(
            event -> {
              assertThat(event.getInt("codeReceived")).isEqualTo(3000);
              assertThat(event.getInt("codeSent")).isEqualTo(3000);
              assertThat(event.getBoolean("clean")).isFalse();
            });
  }

  @Test
  void aFailedHandshakeIsRecordedWithItsKindAndStatus() throws Exception {
    List<RecordedEvent> events =
        recorded(
            () -> {
              try (var server = WebSocketServer.serve("127.0.0.1", 0, ws -> {});
                  var peer = RawPeer.connect(server.port())) {
                peer.send("GET /a?token=secret HTTP/1.1\r\nHost: a\r\n\r\n");
                peer.readToEnd();
              }
            });
    assertThat(named(events, "HandshakeFailed"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getString("kind")).isEqualTo("NOT_AN_UPGRADE");
              assertThat(event.getInt("status")).isEqualTo(426);
              assertThat(event.getString("path")).isEqualTo("/a");
              assertThat(event.toString()).doesNotContain("secret");
            });
  }

  @Test
  void stallsAndDropsAreRecordedWithTheirSize() throws Exception {
    try (var pair = ConnectionPair.open()) {
      WebSocket ws = pair.server();
      var events = new ServerEvents(null, LogPolicy.production(), new ManualClock());
      List<RecordedEvent> recorded =
          recorded(
              () -> {
                events.stalled(ws, Duration.ofSeconds(20), 65_536);
                events.dropped(ws, 3, 300);
              });
      assertThat(named(recorded, "WriteStalled"))
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.getString("connection")).isEqualTo(ws.id());
                assertThat(event.getDuration("stalled")).isEqualTo(Duration.ofSeconds(20));
                assertThat(event.getLong("queued")).isEqualTo(65_536);
              });
      assertThat(named(recorded, "MessageDropped"))
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.getInt("messages")).isEqualTo(3);
                assertThat(event.getLong("size")).isEqualTo(300);
              });
    }
  }

  private interface Task {
    void run() throws Exception;
  }

  private List<RecordedEvent> recorded(Task task) throws Exception {
    Path file = folder.resolve("flight.jfr");
    try (var recording = new Recording()) {
      recording.start();
      task.run();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file);
  }

  private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
    return events.stream()
        .filter(event -> event.getEventType().getName().equals("io.hawser." + name))
        .toList();
  }

  private static String uri(WebSocketServer server, String target) {
    return "ws://127.0.0.1:" + server.port() + target;
  }
}
