package io.hawser.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.WebSocket;
import io.hawser.client.WebSocketClient;
import io.hawser.policy.LogPolicy;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.ConnectionPair;
import io.hawser.testkit.ManualClock;
import io.hawser.testkit.RawPeer;
import io.hawser.tests.FlightRecording;
import java.nio.file.Path;
import java.time.Duration;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the flight recorder's file. */
@Timeout(60)
class FlightEventsTest {
  @TempDir Path folder;

  @Test
  void aConnectionIsRecordedAtBothEnds() throws Exception {
    FlightRecording events =
        FlightRecording.of(
            folder,
            () -> {
              try (var server = WebSocketServer.serve("127.0.0.1", 0, ws -> ws.receive());
                  var ws = WebSocketClient.connect(uri(server, "/chat?token=secret"))) {
                ws.close(3000, "");
              }
            });
    assertThat(events.named("ConnectionOpened"))
        .extracting(event -> event.getString("role"))
        .containsExactlyInAnyOrder("CLIENT", "SERVER");
    assertThat(events.named("ConnectionOpened"))
        .allSatisfy(
            event -> {
              assertThat(event.getString("path")).isEqualTo("/chat");
              assertThat(event.getString("remoteAddress")).contains("127.0.0.1");
              assertThat(event.getStackTrace()).isNull();
            });
    assertThat(events.named("ConnectionClosed"))
        .hasSize(2)
        .allSatisfy(
            event -> {
              assertThat(event.getInt("codeReceived")).isEqualTo(3000);
              assertThat(event.getInt("codeSent")).isEqualTo(3000);
              assertThat(event.getBoolean("clean")).isFalse();
            });
  }

  @Test
  void anOpeningHandshakeIsRecordedByTheServerWithItsTime() throws Exception {
    FlightRecording events =
        FlightRecording.of(
            folder,
            () -> {
              try (var server =
                      WebSocketServer.builder(ws -> ws.receive())
                          .listen("127.0.0.1", 0)
                          .subprotocols("chat")
                          .start();
                  var ws =
                      WebSocketClient.builder(uri(server, "/room?token=secret"))
                          .subprotocols("chat")
                          .connect()) {
                assertThat(ws.isOpen()).isTrue();
              }
            });
    RecordedEvent opened =
        events.named("ConnectionOpened").stream()
            .filter(event -> event.getString("role").equals("SERVER"))
            .findFirst()
            .orElseThrow();
    assertThat(events.named("HandshakeOpened"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getString("connection")).isEqualTo(opened.getString("connection"));
              assertThat(event.getString("remoteAddress")).contains("127.0.0.1");
              assertThat(event.getString("path")).isEqualTo("/room");
              assertThat(event.getString("subprotocol")).isEqualTo("chat");
              assertThat(event.getDuration("took")).isPositive().isLessThan(Duration.ofMinutes(1));
              assertThat(event.getStackTrace()).isNull();
            });
    assertThat(events.all()).noneMatch(event -> event.toString().contains("secret"));
  }

  @Test
  void aFailedHandshakeIsRecordedWithItsKindAndStatus() throws Exception {
    FlightRecording events =
        FlightRecording.of(
            folder,
            () -> {
              try (var server = WebSocketServer.serve("127.0.0.1", 0, ws -> {});
                  var peer = RawPeer.connect(server.port())) {
                peer.send("GET /a?token=secret HTTP/1.1\r\nHost: a\r\n\r\n");
                peer.readToEnd();
              }
            });
    assertThat(events.named("HandshakeFailed"))
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
      FlightRecording recorded =
          FlightRecording.of(
              folder,
              () -> {
                events.stalled(ws, Duration.ofSeconds(20), 65_536);
                events.dropped(ws, 3, 300);
              });
      assertThat(recorded.named("WriteStalled"))
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.getString("connection")).isEqualTo(ws.id());
                assertThat(event.getDuration("stalled")).isEqualTo(Duration.ofSeconds(20));
                assertThat(event.getLong("queued")).isEqualTo(65_536);
              });
      assertThat(recorded.named("MessageDropped"))
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.getInt("messages")).isEqualTo(3);
                assertThat(event.getLong("size")).isEqualTo(300);
              });
    }
  }

  private static String uri(WebSocketServer server, String target) {
    return "ws://127.0.0.1:" + server.port() + target;
  }
}
