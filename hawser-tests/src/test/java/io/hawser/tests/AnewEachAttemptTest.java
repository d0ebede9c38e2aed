package io.hawser.tests;

import static io.hawser.testkit.ScriptedServer.open;
import static io.hawser.testkit.ScriptedServer.openThenHangUp;
import static io.hawser.testkit.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.client.Credentials;
import io.hawser.client.WebSocketClient;
import io.hawser.error.SupplierFailedException;
import io.hawser.testkit.ScriptedServer;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a loop asks for anew for each of its attempts. */
@Timeout(60)
class AnewEachAttemptTest {
  @Test
  void aSupplierThatThrowsIsAFailedAttempt() {
    var asked = new AtomicInteger();
    try (var server = ScriptedServer.start(open());
        var loop =
            LoopRun.start(
                WebSocketClient.builder(server.uri())
                    .credentials(
                        Credentials.bearer(
                            () -> {
                              if (asked.getAndIncrement() == 0) {
                                throw new IOException("no token today");
                              }
                              return "t";
                            })))) {
      assertThat(loop.untilWaiting().cause())
          .isInstanceOf(SupplierFailedException.class)
          .hasRootCauseMessage("no token today");
      loop.untilOpen();
    }
  }

  @Test
  void endpointsAreTriedInOrderAndTheNextAfterEachFailure() {
    try (var first = ScriptedServer.start(status(503));
        var second = ScriptedServer.start(status(503), openThenHangUp());
        var third = ScriptedServer.start(status(503), open());
        var loop =
            LoopRun.start(
                WebSocketClient.builder(first.uri()).endpoints(second.uri(), third.uri()))) {
      for (int n = 0; n < 5; n++) {
        loop.skip();
      }
      loop.untilOpen();
      assertThat(List.of(first, second, third))
          .extracting(server -> server.requests().size())
          .containsExactly(2, 2, 2);
    }
  }

  @Test
  void theUriIsAskedForAnewForEachAttempt() {
    var uri = new AtomicReference<URI>();
    try (var first = ScriptedServer.start(status(503));
        var second = ScriptedServer.start(open())) {
      uri.set(URI.create(first.uri()));
      try (var loop = LoopRun.start(WebSocketClient.builder(uri::get))) {
        loop.untilWaiting();
        uri.set(URI.create(second.uri()));
        loop.untilOpen();
        assertThat(second.requests()).hasSize(1);
      }
    }
  }
}
