package io.hawser.tests;

import static io.hawser.testkit.ScriptedServer.open;
import static io.hawser.testkit.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.WebSocket;
import io.hawser.client.ClientState;
import io.hawser.client.Credentials;
import io.hawser.client.WebSocketClient;
import io.hawser.testkit.ScriptedServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an observer is told of attempts, in which order. */
@Timeout(60)
class ClientEventsTest {
  @Test
  void tellOfStableConnectionsAndFreshCredentials() throws InterruptedException {
    var diary = new Diary();
    try (var server = ScriptedServer.start(status(401), open(), status(404));
        var loop =
            LoopRun.start(
                WebSocketClient.builder(server.uri())
                    .credentials(Credentials.basic("user", "pass"))
                    .observer(diary))) {
      WebSocket ws = loop.untilOpen();
      loop.clock.advance(Duration.ofSeconds(12));
      loop.await(ClientState.Open.class, s -> s instanceof ClientState.Open open && open.stable());
      ws.startClosing(1000, "");
      loop.untilFailed();
      assertThat(diary.until("gave up"))
          .containsExactly(
              "attempt 1",
              "failed 1 retry",
              "waiting",
              "attempt 2",
              "refreshed",
              "succeeded 2",
              "stable",
              "ended after 12 retry",
              "waiting",
              "attempt 1",
              "failed 1 fail",
              "gave up");
    }
  }
}
