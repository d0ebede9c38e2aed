package io.hawser.tests;

import static io.hawser.testkit.ScriptedServer.acceptance;
import static io.hawser.testkit.ScriptedServer.open;
import static io.hawser.testkit.ScriptedServer.openThenClose;
import static io.hawser.testkit.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.ClientTls;
import io.hawser.client.ClientState;
import io.hawser.client.WebSocketClient;
import io.hawser.error.ConnectFailedException;
import io.hawser.error.InvalidHeaderException;
import io.hawser.error.InvalidMessageException;
import io.hawser.error.InvalidStatusException;
import io.hawser.error.InvalidUpgradeException;
import io.hawser.error.InvalidUriException;
import io.hawser.error.NegotiationException;
import io.hawser.error.Phase;
import io.hawser.error.RedirectException;
import io.hawser.error.UntrustedServerException;
import io.hawser.model.Headers;
import io.hawser.model.Response;
import io.hawser.policy.Attempt;
import io.hawser.policy.Verdict;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.ScriptedServer;
import io.hawser.testkit.ScriptedServer.Step;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A client that comes back, case by case, 66 to 70: answers that are fatal, and policies that see
 * it otherwise.
 */
@Timeout(60)
class AnswerCasesTest {
  @TempDir Path folder;

  private static Step openOtherwise(String part, String otherwise) {
    return (client, request) -> client.send(acceptance(request).replace(part, otherwise));
  }

  private static Step openWithTheKeyOfAnother() {
    return (client, request) -> client.send(acceptance(request.replace("Key: ", "Key: x")));
  }

  static Stream<Arguments> wrongAnswers() {
    return Stream.of(
        arguments("wrong accept value", openWithTheKeyOfAnother(), InvalidHeaderException.class),
        arguments(
            "no Upgrade",
            openOtherwise("Upgrade: websocket\r\n", ""),
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
            InvalidHeaderException.class));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongAnswers")
  void case66WrongAnswerIsFatal(String name, Step step, Class<? extends Throwable> exception) {
    assertFatal(step, exception);
  }

  private static void assertFatal(Step step, Class<? extends Throwable> exception) {
    try (var server = ScriptedServer.start(step);
        var loop = LoopRun.start(server.uri())) {
      assertThat(loop.thrown()).isInstanceOf(exception);
      assertThat(server.requests()).hasSize(1);
    }
  }

  /** Some retry these for ever. */
  @ParameterizedTest
  @ValueSource(strings = {"another authority", "another host", "expired"})
  void case67CertificateIsNotTrusted(String fault) throws Exception {
    var issuer =
        fault.equals("another authority")
            ? TestCertificates.authority("Nobody we know")
            : TestCertificates.authority();
    var certificate =
        switch (fault) {
          case "expired" -> TestCertificates.expired(issuer, "localhost");
          case "another host" -> TestCertificates.server(issuer, "elsewhere.test");
          default -> TestCertificates.server(issuer, "localhost");
        };
    Path trusted = TestCertificates.writeAuthority(folder, TestCertificates.authority());
    try (var server =
            WebSocketServer.builder(LoopRun::receiveAll)
                .listen("127.0.0.1", 0)
                .tls(TestCertificates.serverContext(certificate))
                .start();
        var loop =
            LoopRun.start(
                WebSocketClient.builder("wss://localhost:" + server.port())
                    .tls(ClientTls.builder().trust(trusted).build()))) {
      assertThat(loop.untilFailed()).isInstanceOf(UntrustedServerException.class);
      assertThat(loop.delays).as("attempts that were retried").isEmpty();
    }
  }

  @Test
  void case68UriIsNone() {
    try (var loop = LoopRun.start(WebSocketClient.builder(() -> URI.create("http://localhost/")))) {
      assertThat(loop.thrown()).isInstanceOf(InvalidUriException.class);
    }
  }

  private static Response redirect(String location) {
    return Response.text(302, "elsewhere").withHeaders(Headers.of("Location", location));
  }

  @Test
  void case68RedirectToPlainText() {
    try (var server =
            WebSocketServer.builder(LoopRun::receiveAll)
                .listen("127.0.0.1", 0)
                .tls(TestCertificates.serverContext())
                .processRequest((request, peer) -> redirect("ws://localhost/"))
                .start();
        var loop =
            LoopRun.start(
                WebSocketClient.builder("wss://localhost:" + server.port()).trustAnyServer())) {
      assertThat(loop.untilFailed())
          .isInstanceOf(RedirectException.class)
          .hasMessageContaining("ws://localhost");
      assertThat(loop.delays).isEmpty();
    }
  }

  @Test
  void case68TooManyRedirects() {
    try (var server = ScriptedServer.start(status(302, "Location: /"));
        var loop = LoopRun.start(server.uri())) {
      assertThat(loop.untilFailed())
          .isInstanceOf(RedirectException.class)
          .hasMessageContaining("at most 10");
      assertThat(server.requests()).hasSize(11);
    }
  }

  @Test
  void case69AcceptedByHttp10() {
    assertFatal(openOtherwise("HTTP/1.1", "HTTP/1.0"), InvalidMessageException.class);
  }

  @Test
  void case70PolicyRetriesWhatIsFatal() {
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

  /** As it is: whoever wants the failure as its cause makes it so. */
  @Test
  void case70PolicyNamesAnotherException() {
    try (var server = ScriptedServer.start(status(503));
        var loop =
            LoopRun.start(
                WebSocketClient.builder(server.uri())
                    .processException(
                        e ->
                            Verdict.fail(
                                new ConnectFailedException(Phase.HTTP, "not today", e))))) {
      assertThat(loop.thrown())
          .hasMessage("not today")
          .hasCauseInstanceOf(InvalidStatusException.class);
    }
  }

  @Test
  void case70PolicyThrows() {
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

  /** The last delay is what lies between one attempt's time and the next. */
  @Test
  void case70PolicySeesNumberTimeAndLastClose() {
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
      Instant begun = loop.clock.instant();
      loop.untilFailed();
      assertThat(seen).extracting(Attempt::number).containsExactly(2, 3);
      assertThat(seen).extracting(Attempt::since).containsOnly(begun);
      assertThat(Duration.between(seen.get(0).now(), seen.get(1).now()))
          .isEqualTo(loop.delays.getLast());
      assertThat(seen).allSatisfy(a -> assertThat(a.lastClose().code().value()).isEqualTo(1012));
    }
  }
}
