package io.hawser.tests;

import static io.hawser.testkit.ScriptedServer.header;
import static io.hawser.testkit.ScriptedServer.open;
import static io.hawser.testkit.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.Timeouts;
import io.hawser.client.WebSocketClient;
import io.hawser.error.HandshakeTimeoutException;
import io.hawser.error.InvalidStatusException;
import io.hawser.error.RedirectException;
import io.hawser.policy.Redirects;
import io.hawser.testkit.ScriptedServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects over real sockets: where they lead, what goes along, and that they do not stick. */
@Timeout(60)
class RedirectTest {
  private static ScriptedServer.Step to(String location) {
    return status(302, "Location: " + location);
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 301, 302, 303, 307, 308})
  void isFollowed(int status) {
    try (var target = ScriptedServer.start(open());
        var server = ScriptedServer.start(status(status, "Location: " + target.uri()));
        var ws = WebSocketClient.connect(server.uri())) {
      assertThat(ws.isOpen()).isTrue();
      assertThat(target.requests()).hasSize(1);
    }
  }

  @Test
  void toAnotherOriginTheyDoNotAndNeitherDoesHost() {
    try (var target = ScriptedServer.start(to("/again"), open());
        var server = ScriptedServer.start(to(target.uri()));
        var ws =
            WebSocketClient.builder(server.uri().replace("//", "//user:pass@"))
                .header("Cookie", "a=b")
                .header("Proxy-Authorization", "Basic x")
                .header("Host", "first.example")
                .sensitiveHeader("X-Key", () -> "sesame")
                .header("X-Kept", "yes")
                .connect()) {
      assertThat(ws.isOpen()).isTrue();
      for (String request : target.requests()) {
        assertThat(header(request, "Authorization")).isEmpty();
        assertThat(header(request, "Cookie")).isEmpty();
        assertThat(header(request, "Proxy-Authorization")).isEmpty();
        assertThat(header(request, "Host")).isEqualTo("localhost:" + target.port());
        assertThat(header(request, "X-Key")).isEmpty();
        assertThat(header(request, "X-Kept")).isEqualTo("yes");
      }
      assertThat(target.requests()).as("the second within the new origin").hasSize(2);
    }
  }

  @Test
  void allHopsShareOneDeadline() {
    ScriptedServer.Step slow =
        (client, request) -> {
          java.util.concurrent.locks.LockSupport.parkNanos(150_000_000);
          to("/").play(client, request);
        };
    try (var server = ScriptedServer.start(slow)) {
      var builder =
          WebSocketClient.builder(server.uri())
              .timeouts(Timeouts.defaults().withOpening(Duration.ofMillis(400)));
      assertThatThrownBy(builder::connect).isInstanceOf(HandshakeTimeoutException.class);
      assertThat(server.requests()).hasSizeLessThan(5);
    }
  }

  @Test
  void toAnotherProtocolIsFatal() {
    try (var server = ScriptedServer.start(to("ftp://localhost/"));
        var loop = LoopRun.start(server.uri())) {
      assertThat(loop.thrown()).isInstanceOf(RedirectException.class);
    }
  }

  @Test
  void anotherOriginMayBeForbidden() {
    try (var target = ScriptedServer.start(open());
        var server = ScriptedServer.start(to(target.uri()))) {
      var builder =
          WebSocketClient.builder(server.uri()).redirects(Redirects.defaults().withinOrigin());
      assertThatThrownBy(builder::connect).isInstanceOf(RedirectException.class);
      assertThat(target.requests()).isEmpty();
    }
  }

  @Test
  void turnedOffItIsARefusal() {
    try (var server = ScriptedServer.start(to("/"))) {
      var builder = WebSocketClient.builder(server.uri()).redirects(Redirects.none());
      assertThatThrownBy(builder::connect).isInstanceOf(InvalidStatusException.class);
    }
  }
}
