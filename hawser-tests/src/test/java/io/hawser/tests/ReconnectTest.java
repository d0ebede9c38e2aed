package io.hawser.tests;

import static io.hawser.testkit.ScriptedServer.acceptance;
import static io.hawser.testkit.ScriptedServer.bytes;
import static io.hawser.testkit.ScriptedServer.hangUp;
import static io.hawser.testkit.ScriptedServer.header;
import static io.hawser.testkit.ScriptedServer.open;
import static io.hawser.testkit.ScriptedServer.openThenClose;
import static io.hawser.testkit.ScriptedServer.openThenHangUp;
import static io.hawser.testkit.ScriptedServer.silence;
import static io.hawser.testkit.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.WebSocket;
import io.hawser.client.ClientState;
import io.hawser.client.Credentials;
import io.hawser.client.WebSocketClient;
import io.hawser.error.ConnectFailedException;
import io.hawser.error.ConnectionClosedException;
import io.hawser.error.InvalidHeaderException;
import io.hawser.error.InvalidMessageException;
import io.hawser.error.InvalidStatusException;
import io.hawser.error.InvalidUpgradeException;
import io.hawser.error.InvalidUriException;
import io.hawser.error.NegotiationException;
import io.hawser.error.Phase;
import io.hawser.error.RetriesExhaustedException;
import io.hawser.error.SupplierFailedException;
import io.hawser.error.WebSocketException;
import io.hawser.model.Closure;
import io.hawser.policy.Attempt;
import io.hawser.policy.Backoff;
import io.hawser.policy.Pace;
import io.hawser.policy.RetryPolicy;
import io.hawser.policy.Verdict;
import io.hawser.testkit.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A loop over connections, against servers that do as a script says, on a clock of the test's. */
@Timeout(60)
class ReconnectTest {
  private static final String GARBAGE = "SSH-2.0-OpenSSH_9.6\r\n\r\n";

  private static int unusedPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aServerThatRefusesThreeTimesAndThenAcceptsYieldsOneConnection() {
    try (var server = ScriptedServer.start(hangUp(), hangUp(), hangUp(), open());
        var loop = LoopRun.start(server.uri())) {
      assertThat(loop.untilOpen().isOpen()).isTrue();
      assertThat(server.requests()).hasSize(4);
      assertThat(loop.delays).hasSize(3);
      for (int n = 0; n < 3; n++) {
        assertThat(loop.delays.get(n))
            .isBetween(Duration.ofMillis(100), Backoff.exponential().ceiling(n));
      }
    }
  }

  @Test
  void aPortWhereNobodyListensIsRetried() throws IOException {
    try (var loop = LoopRun.start("ws://localhost:" + unusedPort())) {
      assertThat(loop.untilWaiting().cause()).isInstanceOf(ConnectFailedException.class);
      loop.skip();
      loop.skip();
    }
  }

  @Test
  void aNameThatDoesNotResolveIsRetried() {
    try (var loop = LoopRun.start("ws://nobody.invalid/")) {
      assertThat(((ConnectFailedException) loop.untilWaiting().cause()).phase())
          .isEqualTo(Phase.DNS);
    }
  }

  @Test
  void garbageIsFatal() {
    try (var server = ScriptedServer.start(bytes(GARBAGE));
        var loop = LoopRun.start(server.uri())) {
      assertThat(loop.thrown()).isInstanceOf(InvalidMessageException.class);
      assertThat(loop.connections.state()).isInstanceOf(ClientState.Failed.class);
    }
  }

  @Test
  void theEndOfTheStreamInsideTheStatusLineIsRetried() {
    try (var server = ScriptedServer.start(bytes("HTTP/1.1 10"), hangUp(), open());
        var loop = LoopRun.start(server.uri())) {
      loop.untilOpen();
      assertThat(loop.delays).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 520, 524})
  void isRetried(int status) {
    try (var server = ScriptedServer.start(status(status), open());
        var loop = LoopRun.start(server.uri())) {
      loop.untilOpen();
      assertThat(loop.delays).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 400, 401, 403, 404, 405, 407, 410, 426, 451, 501, 505})
  void isFatalWithStatusHeadersAndBody(int status) {
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

  @ParameterizedTest(name = "{0}")
  @MethodSource("retryAfter")
  void retryAfterIsTheFloor(String form, String[] headers, int seconds) {
    for (int status : new int[] {429, 503}) {
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

  static Stream<Arguments> wrongAnswers() {
    return Stream.of(
        arguments(
            "wrong accept value",
            (ScriptedServer.Step)
                (client, request) -> client.send(acceptance(request.replace("Key: ", "Key: x"))),
            InvalidHeaderException.class),
        arguments(
            "no Upgrade",
            (ScriptedServer.Step)
                (client, request) ->
                    client.send(acceptance(request).replace("Upgrade: websocket\r\n", "")),
            InvalidUpgradeException.class),
        arguments(
            "an extension nobody offered",
            open("Sec-WebSocket-Extensions: permessage-deflate"),
            NegotiationException.class),
        arguments(
            "a subprotocol nobody offered",
            open("Sec-WebSocket-Protocol: chat"),
            NegotiationException.class),
        arguments(
            "two subprotocols",
            open("Sec-WebSocket-Protocol: a", "Sec-WebSocket-Protocol: b"),
            InvalidHeaderException.class),
        arguments(
            "HTTP/1.0",
            (ScriptedServer.Step)
                (client, request) ->
                    client.send(acceptance(request).replace("HTTP/1.1", "HTTP/1.0")),
            InvalidMessageException.class));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongAnswers")
  void aWrongAnswerIsFatal(
      String name, ScriptedServer.Step step, Class<? extends Throwable> exception) {
    try (var server = ScriptedServer.start(step);
        var loop = LoopRun.start(server.uri())) {
      assertThat(loop.thrown()).isInstanceOf(exception);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void aSuppliedUriThatIsNoneIsFatal() {
    try (var loop = LoopRun.start(WebSocketClient.builder(() -> URI.create("http://localhost/")))) {
      assertThat(loop.thrown()).isInstanceOf(InvalidUriException.class);
    }
  }

  @Test
  void aPolicyMayRetryWhatIsFatal() {
    try (var server = ScriptedServer.start(status(418), open());
        var loop =
            LoopRun.start(
                WebSocketClient.builder(server.uri())
                    .processException(
                        e ->
                            switch (e) {
                              case InvalidStatusException s when s.response().status() == 418 ->
                                  Verdict.retry();
                              default -> null;
                            }))) {
      loop.untilOpen();
      assertThat(loop.delays).hasSize(1);
    }
  }

  @Test
  void aPolicyMayNameAnotherException() {
    var other = new InvalidUriException("a", "b");
    try (var server = ScriptedServer.start(status(503));
        var loop =
            LoopRun.start(
                WebSocketClient.builder(server.uri()).processException(e -> Verdict.fail(other)))) {
      assertThat(loop.thrown()).isSameAs(other);
    }
  }

  @Test
  void whatAPolicyThrowsIsThrown() {
    var bug = new IllegalStateException("a bug");
    try (var server = ScriptedServer.start(status(503));
        var loop =
            LoopRun.start(
                WebSocketClient.builder(server.uri())
                    .processException(
                        e -> {
                          throw bug;
                        }))) {
      assertThat(loop.thrown()).isSameAs(bug);
      assertThat(loop.connections.state()).isEqualTo(new ClientState.Failed(bug));
    }
  }

  @Test
  void aPolicySeesAttemptTimeAndLastClose() {
    var seen = new CopyOnWriteArrayList<Attempt>();
    try (var server = ScriptedServer.start(openThenClose(1012, ""), status(503), status(503));
        var loop =
            LoopRun.start(
                WebSocketClient.builder(server.uri())
                    .retryPolicy(
                        attempt -> {
                          seen.add(attempt);
                          return attempt.number() == 3 ? Verdict.fail(attempt.exception()) : null;
                        }))) {
      loop.untilFailed();
      assertThat(seen).extracting(Attempt::number).containsExactly(2, 3);
      assertThat(seen.get(1).now()).isAfter(seen.get(0).now());
      assertThat(seen).allSatisfy(a -> assertThat(a.lastClose().code().value()).isEqualTo(1012));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aServerThatAcceptsAndHangsUpSeesTheBackoffGrow(boolean closes) {
    try (var server = ScriptedServer.start(closes ? openThenClose(1000, "") : openThenHangUp());
        var loop = LoopRun.start(server.uri())) {
      var minute = Duration.ofMinutes(1);
      for (var now = Duration.ZERO; now.compareTo(minute) < 0; ) {
        now = now.plus(loop.skip());
      }
      assertThat(loop.delays).hasSizeLessThan(20);
      for (int n = 0; n < loop.delays.size(); n++) {
        assertThat(loop.delays.get(n)).isLessThan(Backoff.exponential().ceiling(n));
      }
    }
  }

  @Test
  void afterAStableConnectionTheBackoffStartsAnew() {
    try (var server =
            ScriptedServer.start(hangUp(), hangUp(), hangUp(), hangUp(), open(), hangUp());
        var loop = LoopRun.start(server.uri())) {
      WebSocket ws = loop.untilOpen();
      Duration longest = loop.delays.stream().max(Duration::compareTo).orElseThrow();
      var threshold = Duration.ofSeconds(10);
      loop.clock.advance(longest.compareTo(threshold) > 0 ? longest : threshold);
      loop.await(ClientState.Open.class, s -> s instanceof ClientState.Open open && open.stable());
      ws.startClosing(1000, "");
      assertThat(loop.skip()).as("the first delay").isLessThan(Duration.ofSeconds(5));
      assertThat(loop.untilWaiting().attempt()).isEqualTo(2);
      assertThat(loop.skip()).isLessThan(Backoff.exponential().ceiling(4));
    }
  }

  @Test
  void aConnectionThatAnswersNoPingIsNotStable() {
    ScriptedServer.Step deaf =
        (client, request) -> {
          client.send(acceptance(request));
          client.readToEnd();
        };
    try (var server = ScriptedServer.start(deaf);
        var loop = LoopRun.start(server.uri())) {
      WebSocket ws = loop.untilOpen();
      loop.clock.advance(Duration.ofSeconds(15));
      ws.startClosing(1000, "");
      // the deadline begins when the event loop gets to it, whenever that is
      while (ws.closure().isEmpty()) {
        loop.clock.advance(Duration.ofSeconds(10));
        Thread.onSpinWait();
      }
      assertThat(loop.untilWaiting().attempt()).as("the series goes on").isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1001, 1006, 1011, 1012, 4000})
  void reconnectsAfterTheCode(int code) {
    try (var server =
            ScriptedServer.start(
                code == 1006 ? openThenHangUp() : openThenClose(code, ""), open());
        var loop = LoopRun.start(server.uri())) {
      assertThat(loop.untilWaiting().cause())
          .isInstanceOfSatisfying(
              ConnectionClosedException.class,
              closed -> assertThat(closed.code().value()).isEqualTo(code));
      loop.untilOpen();
    }
  }

  @Test
  void tryAgainLaterHasAFloor() {
    try (var server = ScriptedServer.start(openThenClose(1013, ""));
        var loop = LoopRun.start(server.uri())) {
      assertThat(loop.skip()).isGreaterThan(Duration.ofSeconds(10));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1008, 3000, 3003, 4401, 4403})
  void endsWithTheCode(int code) {
    try (var server = ScriptedServer.start(openThenClose(code, "no"));
        var loop = LoopRun.start(server.uri())) {
      var closed = (ConnectionClosedException) loop.thrown();
      assertThat(closed.code().value()).isEqualTo(code);
      assertThat(closed.initiator()).isEqualTo(Closure.Initiator.PEER);
    }
  }

  @Test
  void aNormalClosureLeadsToAnotherConnectionUnlessToldOtherwise() {
    try (var server = ScriptedServer.start(openThenClose(1000, ""))) {
      try (var loop = LoopRun.start(server.uri())) {
        loop.skip();
      }
      try (var loop = LoopRun.start(WebSocketClient.builder(server.uri()).stopOnNormalClosure())) {
        loop.awaitEnd();
        assertThat(loop.connections.state()).isInstanceOf(ClientState.Stopped.class);
      }
    }
  }

  @Test
  void attemptsAreExhausted() {
    try (var server = ScriptedServer.start(status(503));
        var loop =
            LoopRun.start(
                WebSocketClient.builder(server.uri()).pace(Pace.defaults().withMaxAttempts(3)))) {
      var thrown = (RetriesExhaustedException) loop.untilFailed();
      assertThat(thrown.attempts()).isEqualTo(3);
      assertThat(thrown).hasCauseInstanceOf(InvalidStatusException.class);
      assertThat(thrown.getSuppressed()).hasSize(2);
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void timeIsExhausted() {
    try (var server = ScriptedServer.start(status(503));
        var loop =
            LoopRun.start(
                WebSocketClient.builder(server.uri())
                    .pace(Pace.defaults().withMaxElapsed(Duration.ofSeconds(20))))) {
      var thrown = (RetriesExhaustedException) loop.untilFailed();
      assertThat(thrown.elapsed()).hasSeconds(20);
    }
  }

  @Test
  void credentialsAreAskedForOncePerAttempt() {
    var tokens = new AtomicInteger();
    try (var server = ScriptedServer.start(status(503), status(503), open());
        var loop =
            LoopRun.start(
                WebSocketClient.builder(server.uri())
                    .credentials(Credentials.bearer(() -> "t" + tokens.incrementAndGet())))) {
      loop.untilOpen();
      assertThat(server.requests())
          .extracting(request -> header(request, "Authorization"))
          .containsExactly("Bearer t1", "Bearer t2", "Bearer t3");
    }
  }

  /** Remembers what happened to it. */
  private static final class Tokens implements Credentials {
    final AtomicInteger refreshed = new AtomicInteger();

    @Override
    public String authorization() {
      return "Bearer " + refreshed.get();
    }

    @Override
    public void refresh() {
      refreshed.incrementAndGet();
    }
  }

  static Stream<Arguments> refusalsOfCredentials() {
    return Stream.of(
        arguments("401", status(401)),
        arguments("407", status(407)),
        arguments("1008", openThenClose(1008, "")),
        arguments("3000", openThenClose(3000, "")),
        arguments("4401", openThenClose(4401, "")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusalsOfCredentials")
  void credentialsAreRefreshedOnce(String name, ScriptedServer.Step refusal) {
    var tokens = new Tokens();
    try (var server = ScriptedServer.start(refusal, open());
        var loop = LoopRun.start(WebSocketClient.builder(server.uri()).credentials(tokens))) {
      loop.skip();
      loop.untilOpen();
      assertThat(header(server.requests().get(1), "Authorization")).isEqualTo("Bearer 1");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusalsOfCredentials")
  void aSecondRefusalInARowIsForGood(String name, ScriptedServer.Step refusal) {
    var tokens = new Tokens();
    var told = new ArrayList<WebSocketException>();
    try (var server = ScriptedServer.start(refusal);
        var loop =
            LoopRun.start(
                WebSocketClient.builder(server.uri())
                    .credentials(tokens)
                    .onAuthenticationFailed(told::add))) {
      loop.skip();
      Throwable thrown = loop.untilFailed();
      assertThat(told).singleElement().isSameAs(thrown);
      assertThat(tokens.refreshed).hasValue(1);
    }
  }

  @Test
  void withoutASupplierCredentialsAreRefusedForGoodAtOnce() {
    var told = new ArrayList<WebSocketException>();
    try (var server = ScriptedServer.start(status(401));
        var loop =
            LoopRun.start(
                WebSocketClient.builder(server.uri()).onAuthenticationFailed(told::add))) {
      assertThat(told).isSubsetOf((WebSocketException) loop.thrown());
      assertThat(told).hasSize(1);
    }
  }

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

  @Test
  void aServerThatNeverAnswersIsATimeoutAndRetried() {
    try (var server = ScriptedServer.start(silence(), open());
        var ws =
            WebSocketClient.builder(server.uri())
                .timeouts(io.hawser.Timeouts.defaults().withOpening(Duration.ofMillis(200)))
                .pace(Pace.defaults().withBackoff(Backoff.of(Duration.ofMillis(1))))
                .connect(RetryPolicy.standard())) {
      assertThat(ws.isOpen()).isTrue();
    }
  }
}
