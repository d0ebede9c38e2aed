package io.hawser.tests;

import static io.hawser.testkit.ScriptedServer.hangUp;
import static io.hawser.testkit.ScriptedServer.open;
import static io.hawser.testkit.ScriptedServer.openThenHangUp;
import static io.hawser.testkit.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.WebSocket;
import io.hawser.client.ClientState;
import io.hawser.client.WebSocketClient;
import io.hawser.policy.Pace;
import io.hawser.testkit.ScriptedServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the flight recorder's file about a loop: attempts, waits, and its end. */
@Timeout(60)
class LoopFlightTest {
  @TempDir Path folder;

  private static String masked(ScriptedServer server) {
    return server.uri().replace("//", "//***@") + "?***";
  }

  private static WebSocketClient.Builder builder(ScriptedServer server) {
    return WebSocketClient.builder(server.uri().replace("//", "//user:sesame@") + "?token=sesame");
  }

  @Test
  void attemptsAndWaitsAreRecorded() throws Exception {
    var delays = new ArrayList<Duration>();
    try (var server = ScriptedServer.start(status(503), hangUp(), openThenHangUp(), status(404))) {
      FlightRecording events =
          FlightRecording.of(
              folder,
              () -> {
                try (var loop = LoopRun.start(builder(server))) {
                  loop.untilFailed();
                  delays.addAll(loop.delays);
                }
              });

      List<RecordedEvent> failed = events.named("AttemptFailed");
      assertThat(failed).extracting(event -> event.getInt("attempt")).containsExactly(1, 2, 4);
      assertThat(failed)
          .extracting(event -> event.getDuration("delay"))
          .containsExactly(delays.get(0), delays.get(1), Duration.ZERO);
      assertThat(failed)
          .extracting(event -> event.getBoolean("retried"))
          .containsExactly(true, true, false);
      assertThat(failed)
          .extracting(event -> event.getString("message"))
          .containsExactly(
              "server refused: HTTP 503; expected 101",
              "server ended the connection in phase HTTP: localhost:" + server.port(),
              "server refused: HTTP 404; expected 101");
      assertThat(failed).allMatch(event -> event.getString("phase").equals("HTTP"));
      assertThat(failed).allMatch(event -> event.getString("endpoint").equals(masked(server)));

      RecordedEvent succeeded = events.named("AttemptSucceeded").getFirst();
      assertThat(succeeded.getInt("attempt")).isEqualTo(3);
      assertThat(succeeded.getString("endpoint")).isEqualTo(masked(server));
      RecordedEvent left = events.named("ConnectionLeft").getFirst();
      assertThat(left.getString("connection")).isEqualTo(succeeded.getString("connection"));
      assertThat(left.getBoolean("retried")).isTrue();
      assertThat(left.getDuration("delay")).isEqualTo(delays.get(2));
      assertThat(left.getDuration("lifeSpan")).isZero();

      assertThat(events.named("GaveUp"))
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.getString("message")).contains("HTTP 404");
                assertThat(event.getString("client")).isEqualTo(succeeded.getString("client"));
              });
      assertThat(events.all()).noneMatch(event -> event.toString().contains("sesame"));
      assertThat(events.all()).allMatch(event -> event.getStackTrace() == null);
    }
  }

  @Test
  void exhaustedAttemptsAreRecordedAsTheEnd() throws Exception {
    try (var server = ScriptedServer.start(status(503))) {
      FlightRecording events =
          FlightRecording.of(
              folder,
              () -> {
                try (var loop =
                    LoopRun.start(builder(server).pace(Pace.defaults().withMaxAttempts(2)))) {
                  loop.untilFailed();
                }
              });
      assertThat(events.named("AttemptFailed")).hasSize(2);
      assertThat(events.named("GaveUp"))
          .singleElement()
          .satisfies(event -> assertThat(event.getString("message")).contains("2"));
    }
  }

  @Test
  void theLifeOfAConnectionIsRecorded() throws Exception {
    try (var server = ScriptedServer.start(open())) {
      FlightRecording events =
          FlightRecording.of(
              folder,
              () -> {
                try (var loop = LoopRun.start(builder(server))) {
                  WebSocket ws = loop.untilOpen();
                  loop.clock.advance(Duration.ofSeconds(12));
                  loop.await(
                      ClientState.Open.class,
                      s -> s instanceof ClientState.Open open && open.stable());
                  ws.startClosing(1000, "");
                  loop.untilWaiting();
                }
              });
      assertThat(events.named("ConnectionLeft"))
          .singleElement()
          .satisfies(event -> assertThat(event.getDuration("lifeSpan")).hasSeconds(12));
      assertThat(events.named("GaveUp")).as("it was stopped").isEmpty();
    }
  }
}
