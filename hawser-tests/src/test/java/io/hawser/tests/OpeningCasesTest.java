package io.hawser.tests;

import static io.hawser.testkit.ScriptedServer.bytes;
import static io.hawser.testkit.ScriptedServer.hangUp;
import static io.hawser.testkit.ScriptedServer.open;
import static io.hawser.testkit.ScriptedServer.silence;
import static io.hawser.testkit.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.Timeouts;
import io.hawser.client.ClientState;
import io.hawser.client.WebSocketClient;
import io.hawser.error.ConnectFailedException;
import io.hawser.error.HandshakeTimeoutException;
import io.hawser.error.InvalidMessageException;
import io.hawser.error.InvalidStatusException;
import io.hawser.error.Phase;
import io.hawser.policy.Backoff;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A client that comes back, case by case, 60 to 65: openings that fail and are tried again. The
 * numbers are those of a list that any client can be held against; {@link AnswerCasesTest} goes on
 * with it, then {@link ComingBackCasesTest} and {@link OnTheWayCasesTest}.
 */
@Timeout(60)
class OpeningCasesTest {
  private static final String GARBAGE = "SSH-2.0-OpenSSH_9.6\r\n\r\n";

  /** The first attempt is immediate and the next ones spread under the ceiling, from 100 ms on. */
  @Test
  void case60RefusedThreeTimesThenAccepted() throws IOException {
    // bound and not listening: the port is ours, and refuses
    var reserved = new Socket();
    reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    int port = reserved.getLocalPort();
    try (reserved;
        var loop = LoopRun.start("ws://127.0.0.1:" + port)) {
      for (int n = 0; n < 3; n++) {
        assertThat(loop.untilWaiting().cause())
            .isInstanceOfSatisfying(
                ConnectFailedException.class, e -> assertThat(e.phase()).isEqualTo(Phase.TCP));
        if (n < 2) {
          loop.skip();
        }
      }
      reserved.close();
      try (var server = WebSocketServer.serve("127.0.0.1", port, LoopRun::receiveAll)) {
        assertThat(loop.untilOpen().isOpen()).isTrue();
        assertThat(server.port()).isEqualTo(port);
        assertThat(loop.delays).hasSize(3);
        for (int n = 0; n < 3; n++) {
          assertThat(loop.delays.get(n))
              .isBetween(Duration.ofMillis(100), Backoff.exponential().ceiling(n));
        }
      }
    }
  }

  @Test
  void case61NameDoesNotResolveForAWhile() {
    var asked = new AtomicInteger();
    try (var server = ScriptedServer.start(open());
        var loop =
            LoopRun.start(
                WebSocketClient.builder("ws://back-soon.test:" + server.port())
                    .resolver(
                        host -> {
                          if (asked.getAndIncrement() < 2) {
                            throw new UnknownHostException(host);
                          }
                          return List.of(InetAddress.getLoopbackAddress());
                        }))) {
      assertThat(loop.untilWaiting().cause())
          .isInstanceOfSatisfying(
              ConnectFailedException.class, e -> assertThat(e.phase()).isEqualTo(Phase.DNS));
      loop.untilOpen();
      assertThat(asked).as("anew for each attempt").hasValue(3);
    }
  }

  @Test
  void case61TheSystemDoesNotKnowTheName() {
    try (var loop = LoopRun.start("ws://nobody.invalid/")) {
      assertThat(loop.untilWaiting().cause())
          .isInstanceOfSatisfying(
              ConnectFailedException.class, e -> assertThat(e.phase()).isEqualTo(Phase.DNS));
    }
  }

  @Test
  void case62ServerNeverAnswers() {
    try (var server = ScriptedServer.start(silence(), open());
        var loop = LoopRun.start(server.uri())) {
      LoopRun.await("a request", () -> server.requests().size() == 1);
      loop.clock.advance(Timeouts.defaults().opening());
      assertThat(loop.untilWaiting().cause())
          .isInstanceOfSatisfying(
              HandshakeTimeoutException.class, e -> assertThat(e.phase()).isEqualTo(Phase.HTTP));
      loop.untilOpen();
    }
  }

  @Test
  void case62IsThrownWhereNobodyRetries() {
    try (var server = ScriptedServer.start(silence())) {
      var builder =
          WebSocketClient.builder(server.uri())
              .timeouts(Timeouts.defaults().withOpening(Duration.ofMillis(200)));
      assertThatThrownBy(builder::connect).isInstanceOf(HandshakeTimeoutException.class);
    }
  }

  @Test
  void case63EndOfStreamBeforeOrInsideTheAnswer() {
    try (var server =
            ScriptedServer.start(
                hangUp(), bytes("HTTP/1.1 10"), bytes("HTTP/1.1 101 Up\r\nUpgrade: w"), open());
        var loop = LoopRun.start(server.uri())) {
      loop.untilOpen();
      assertThat(loop.delays).hasSize(3);
    }
  }

  @Test
  void case63GarbageIsFatal() {
    try (var server = ScriptedServer.start(bytes(GARBAGE));
        var loop = LoopRun.start(server.uri())) {
      assertThat(loop.thrown()).isInstanceOf(InvalidMessageException.class);
      assertThat(loop.connections.state()).isInstanceOf(ClientState.Failed.class);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 520, 521, 522, 523, 524})
  void case64StatusThatIsRetried(int status) {
    try (var server = ScriptedServer.start(status(status), open());
        var loop = LoopRun.start(server.uri())) {
      loop.untilOpen();
      assertThat(loop.delays).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 400, 401, 403, 404, 405, 407, 410, 426, 451, 501, 505})
  void case64StatusThatIsFatal(int status) {
    var answer = "HTTP/1.1 " + status + " No\r\nX-Why: because\r\nContent-Length: 5\r\n\r\nsorry";
    try (var server = ScriptedServer.start(bytes(answer));
        var loop = LoopRun.start(server.uri())) {
      var thrown = (InvalidStatusException) loop.thrown();
      assertThat(thrown.response().status()).isEqualTo(status);
      assertThat(thrown.response().headers().first("X-Why")).contains("because");
      assertThat(thrown.response().text()).isEqualTo("sorry");
      assertThat(server.requests()).hasSize(1);
    }
  }

  static Stream<Arguments> retryAfter() {
    return Stream.of(
        arguments("seconds", new String[] {"Retry-After: 2"}, 2),
        arguments(
            "a date, against the response's own",
            new String[] {
              "Date: Sun, 06 Nov 1994 08:49:37 GMT", "Retry-After: Sun, 06 Nov 1994 08:50:37 GMT"
            },
            60),
        arguments(
            "a date, against our clock",
            new String[] {"Retry-After: Sat, 01 Jan 2000 00:00:30 GMT"},
            30),
        arguments("more than ten minutes", new String[] {"Retry-After: 86400"}, 600),
        arguments("malformed", new String[] {"Retry-After: soon"}, 0));
  }

  /** These are retried, though others stop at all of 4xx. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("retryAfter")
  void case65RetryAfterIsTheFloor(String form, String[] headers, int seconds) {
    for (int status : new int[] {408, 425, 429, 503}) {
      try (var server = ScriptedServer.start(status(status, headers), open());
          var loop = LoopRun.start(server.uri())) {
        var floor = Duration.ofSeconds(seconds);
        assertThat(loop.skip())
            .isGreaterThan(floor)
            .isLessThan(floor.plusSeconds(Math.clamp(seconds, 1, 30)));
        loop.untilOpen();
      }
    }
  }
}
