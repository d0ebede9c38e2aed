package io.hawser.tests;

import static io.hawser.testkit.ScriptedServer.open;
import static io.hawser.testkit.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.client.WebSocketClient;
import io.hawser.error.InvalidStatusException;
import io.hawser.error.RetriesExhaustedException;
import io.hawser.policy.Backoff;
import io.hawser.policy.Pace;
import io.hawser.policy.RetryPolicy;
import io.hawser.testkit.ScriptedServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One connection, in as many attempts as a policy wants. */
@Timeout(60)
class ConnectWithPolicyTest {
  @Test
  void connectWithAPolicyRetriesTheOpening() {
    try (var server = ScriptedServer.start(status(503), open());
        var ws =
            WebSocketClient.builder(server.uri())
                .pace(Pace.defaults().withBackoff(Backoff.of(Duration.ofMillis(1))))
                .connect(RetryPolicy.standard())) {
      assertThat(ws.isOpen()).isTrue();
    }
  }

  @Test
  void connectWithAPolicyIsExhausted() {
    try (var server = ScriptedServer.start(status(503))) {
      var builder =
          WebSocketClient.builder(server.uri())
              .pace(Pace.defaults().withBackoff(Backoff.of(Duration.ofMillis(1))));
      assertThatThrownBy(() -> builder.connect(RetryPolicy.standard()))
          .isInstanceOf(RetriesExhaustedException.class)
          .hasCauseInstanceOf(InvalidStatusException.class);
    }
  }
}
