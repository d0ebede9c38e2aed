package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.server.WebSocketServer;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * A client that comes back over a link that loses 30 % of the packets, each way. Takes root and
 * {@code socat}; skipped without.
 */
@Tag("proof")
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class LossyLinkTest {
  private static final long OPENING_MILLIS = 4000;
  private static final Duration BOUND = Duration.ofSeconds(30);

  @Test
  void threeInTenPacketsAreLost(TestReporter report) throws Exception {
    try (var network = Network.create();
        var relay = LossyRelay.open(network, 0.3);
        var client = new RemoteClient(network);
        var server =
            WebSocketServer.builder(ws -> ws.receive()).listen("0.0.0.0", 0).unguarded().start()) {
      client.start("ws://" + relay.address() + ":" + server.port() + "/", OPENING_MILLIS);
      for (int n = 0; n < 4; n++) {
        Duration took = client.await("open");
        report.publishEntry("lossy link", took.toMillis() + " ms until it was open; " + relay);
        assertThat(took).isLessThan(BOUND);
        // it is cut off on purpose, if it is not already
        server.connections().forEach(ws -> ws.startClosing(1012, ""));
        client.await("closed");
      }
      client.stopAndAssertNothingLeft();
    }
  }
}
