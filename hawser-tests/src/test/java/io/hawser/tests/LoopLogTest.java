package io.hawser.tests;

import static io.hawser.testkit.ScriptedServer.bytes;
import static io.hawser.testkit.ScriptedServer.hangUp;
import static io.hawser.testkit.ScriptedServer.open;
import static io.hawser.testkit.ScriptedServer.openThenClose;
import static io.hawser.testkit.ScriptedServer.openThenHangUp;
import static io.hawser.testkit.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.hawser.Timeouts;
import io.hawser.WebSocket;
import io.hawser.client.ClientState;
import io.hawser.client.Credentials;
import io.hawser.client.Proxy;
import io.hawser.client.WebSocketClient;
import io.hawser.policy.Redirects;
import io.hawser.testkit.ScriptedServer;
import io.hawser.testkit.ScriptedServer.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a loop writes about its attempts, how loudly, and what it never writes. */
@Timeout(60)
class LoopLogTest {
  private static final Pattern CLIENT = Pattern.compile("client-\\d+ to ");

  private static long warnings(ClientLog log) {
    return log.events().stream().filter(event -> event.getLevel() == Level.WARN).count();
  }

  @Test
  void oneLinePerAttemptNamesCauseAndDelay() {
    try (var log = new ClientLog();
        var server =
            ScriptedServer.start(
                status(503), hangUp(), openThenClose(1012, "bye"), openThenHangUp(), status(404));
        var loop = LoopRun.start(server.uri())) {
      loop.untilFailed();
      List<Long> millis = loop.delays.stream().map(Duration::toMillis).toList();
      String to = "INFO client to " + server.uri() + ": ";
      assertThat(log.lines())
          .extracting(line -> CLIENT.matcher(line).replaceFirst("client to "))
          .containsExactly(
              to
                  + "attempt 1 failed: server refused: HTTP 503; expected 101; next attempt in "
                  + millis.get(0)
                  + " ms",
              to
                  + "attempt 2 failed: server ended the connection in phase HTTP: localhost:"
                  + server.port()
                  + "; next attempt in "
                  + millis.get(1)
                  + " ms",
              to
                  + "connection closed by the peer: sent 1012, received 1012 (bye), after 0 s;"
                  + " next attempt in "
                  + millis.get(2)
                  + " ms",
              to
                  + "connection closed by the network: sent no Close frame, received no Close"
                  + " frame, after 0 s; next attempt in "
                  + millis.get(3)
                  + " ms",
              to + "attempt 5 failed: server refused: HTTP 404; expected 101; no further attempt");
    }
  }

  @Test
  void oneWarningWhenTheSeriesPassesAMinute() {
    try (var log = new ClientLog();
        var server = ScriptedServer.start(status(503));
        var loop = LoopRun.start(server.uri())) {
      while (loop.clock.nanos() <= Duration.ofMinutes(1).toNanos()) {
        assertThat(warnings(log)).isZero();
        loop.skip();
      }
      loop.untilWaiting();
      assertThat(log.lines().getLast())
          .matches("WARN client-\\d+ to \\S+: no stable connection for \\d+ s");
      for (int n = 0; n < 5; n++) {
        loop.skip();
      }
      loop.untilWaiting();
      assertThat(warnings(log)).isEqualTo(1);
    }
  }

  @Test
  void anotherWarningInTheNextSeries() {
    Step[] script = new Step[40];
    Arrays.fill(script, status(503));
    script[20] = open();
    try (var log = new ClientLog();
        var server = ScriptedServer.start(script);
        // no Pings: minutes pass at once here, and their answers would be late
        var loop =
            LoopRun.start(
                WebSocketClient.builder(server.uri())
                    .timeouts(Timeouts.defaults().withoutPings()))) {
      WebSocket ws = loop.untilOpen();
      assertThat(warnings(log)).isEqualTo(1);
      loop.clock.advance(Duration.ofMinutes(2));
      loop.await(ClientState.Open.class, s -> s instanceof ClientState.Open open && open.stable());
      ws.startClosing(1000, "");
      long since = loop.clock.nanos();
      while (loop.clock.nanos() - since <= Duration.ofMinutes(1).toNanos()) {
        loop.skip();
      }
      loop.untilWaiting();
      assertThat(warnings(log)).isEqualTo(2);
    }
  }

  @Test
  void nothingThatThePolicyHandlesIsAnErrorOrHasATrace() {
    try (var log = new ClientLog()) {
      for (Step step :
          List.of(
              bytes("garbage\r\n\r\n"),
              bytes("HTTP/1.1 10"),
              hangUp(),
              status(401),
              status(404),
              status(503),
              open("Sec-WebSocket-Protocol: chat"),
              openThenClose(1002, ""),
              openThenClose(1008, ""),
              openThenHangUp())) {
        try (var server = ScriptedServer.start(step);
            var loop = LoopRun.start(server.uri())) {
          loop.await(ClientState.class, s -> s instanceof ClientState.Waiting || s.isFinal());
        }
      }
      assertThat(log.events()).hasSizeGreaterThanOrEqualTo(10);
      assertThat(log.events())
          .allSatisfy(
              event -> {
                assertThat(event.getLevel()).isEqualTo(Level.INFO);
                assertThat(event.getThrowableProxy()).isNull();
              });
    }
  }

  @Test
  void noSecretIsWritten() {
    try (var log = new ClientLog();
        var other = ScriptedServer.start(open());
        var elsewhere =
            ScriptedServer.start(
                status(302, "Location: " + secretive(other.uri()), "Set-Cookie: id=sesame"));
        var refusing =
            ScriptedServer.start(
                status(503, "X-Echo: sesame"),
                bytes("HTTP/1.1 401 sesame\r\nContent-Length: 6\r\n\r\nsesame"));
        var proxy = ScriptedServer.start(status(502), status(407))) {
      untilFailed(
          WebSocketClient.builder(secretive(refusing.uri()))
              .header("Cookie", "id=sesame")
              .sensitiveHeader("X-Key", () -> "sesame")
              .credentials(Credentials.bearer(() -> "sesame")));
      untilFailed(
          WebSocketClient.builder(secretive(elsewhere.uri()))
              .redirects(Redirects.defaults().withinOrigin()));
      untilFailed(
          WebSocketClient.builder(secretive("ws://server.test/"))
              .proxy(Proxy.of("http://user:sesame@localhost:" + proxy.port())));
      assertThat(log.lines()).hasSizeGreaterThanOrEqualTo(6);
      assertThat(log.lines()).noneMatch(line -> line.contains("sesame"));
      assertThat(log.lines()).allMatch(line -> line.contains("//***@"));
    }
  }

  private static String secretive(String uri) {
    return uri.replace("//", "//user:sesame@") + "?token=sesame";
  }

  private static void untilFailed(WebSocketClient.Builder builder) {
    try (var loop = LoopRun.start(builder)) {
      loop.untilFailed();
    }
  }

  @Test
  void whatAPeerSendsForgesNoLine() {
    try (var log = new ClientLog();
        var server = ScriptedServer.start(openThenClose(1012, "bye\r\nERROR \u001b[2J forged"));
        var loop = LoopRun.start(server.uri())) {
      loop.untilWaiting();
      assertThat(log.lines())
          .singleElement()
          .satisfies(line -> assertThat(line.chars()).noneMatch(Character::isISOControl));
    }
  }

  @Test
  void aCallbackThatThrowsIsAnError() {
    try (var log = new ClientLog();
        var server = ScriptedServer.start(status(401));
        var loop =
            LoopRun.start(
                WebSocketClient.builder(server.uri())
                    .onAuthenticationFailed(
                        refused -> {
                          throw new IllegalStateException("a bug");
                        }))) {
      loop.untilFailed();
      ILoggingEvent last = log.events().getLast();
      assertThat(last.getLevel()).isEqualTo(Level.ERROR);
      assertThat(last.getThrowableProxy().getMessage()).isEqualTo("a bug");
    }
  }

  @Test
  void whatASupplierSaysIsNotWritten() {
    try (var log = new ClientLog();
        var server = ScriptedServer.start(open());
        var loop =
            LoopRun.start(
                WebSocketClient.builder(server.uri())
                    .credentials(
                        Credentials.bearer(
                            () -> {
                              throw new IOException("no answer to https://vault/?token=sesame");
                            })))) {
      loop.untilWaiting();
      assertThat(log.lines()).singleElement().asString().contains("credentials");
      assertThat(log.lines()).noneMatch(line -> line.contains("sesame"));
    }
  }
}
