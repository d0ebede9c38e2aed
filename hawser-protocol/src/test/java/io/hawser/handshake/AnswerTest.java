package io.hawser.handshake;

import static io.hawser.handshake.Heads.ACCEPT;
import static io.hawser.handshake.Heads.valid;
import static io.hawser.handshake.Heads.withLine;
import static io.hawser.handshake.Heads.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hawser.extension.DeflateParameters;
import io.hawser.extension.DeflateSettings;
import io.hawser.model.Headers;
import io.hawser.model.Request;
import io.hawser.model.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server sends: RFC 6455, 4.2.2, and what all its answers have in common. */
class AnswerTest {
  private static final String DATE = "Sat, 21 Nov 2026 12:00:00 GMT";
  private static final ServerRules RULES =
      ServerRules.builder()
          .serverHeader("test/1")
          .subprotocols(List.of("chat"))
          .deflate(DeflateSettings.forServers())
          .build();

  private static String finished(Request request, Response response) {
    return new String(
        HeadWriter.response(RULES.finish(request, response, DATE)), StandardCharsets.ISO_8859_1);
  }

  private static String lines(String text) {
    return text.replace("\n", "\r\n");
  }

  @Test
  void nothingIsToldOfHooksThatFailOrAreLate() {
    var failed = Refusal.hookFailed("processRequest failed", new IllegalStateException("secret"));
    assertThat(failed.response()).isEqualTo(Response.text(500, "The server failed."));
    assertThat(Refusal.hookTimeout().response())
        .isEqualTo(Response.text(503, "The server took too long."));
    assertThat(Refusal.hookTimeout().kind()).isEqualTo(FailureKind.TIMEOUT);
  }

  @Test
  void opensTheConnection() {
    var answer = RULES.answer(valid(), Agreement.NONE);

    assertThat(finished(valid(), answer))
        .isEqualTo(
            lines(
                """
                HTTP/1.1 101 Switching Protocols
                Date: %s
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Accept: %s
                Server: test/1

                """
                    .formatted(DATE, ACCEPT)));
  }

  @Test
  void namesWhatWasAgreedOn() {
    var request =
        valid(
            "Sec-WebSocket-Extensions",
            "permessage-deflate; x, permessage-deflate; server_max_window_bits=10",
            "Sec-WebSocket-Protocol",
            "chat");
    var agreement = ((Judgement.Accepted) RULES.judgeUpgrade(request)).agreement();
    var headers = RULES.answer(request, agreement).headers();

    assertThat(agreement)
        .isEqualTo(new Agreement("chat", new DeflateParameters(true, true, 10, 15)));
    assertThat(headers.all("Sec-WebSocket-Protocol")).containsExactly("chat");
    assertThat(headers.all("Sec-WebSocket-Extensions"))
        .containsExactly(
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover;"
                + " server_max_window_bits=10");
  }

  @Test
  void namesOnlyWhatWasAgreedOn() {
    var request = valid("Sec-WebSocket-Extensions", "permessage-deflate");
    var parameters = new DeflateParameters(true, true, 15, 15);

    assertThat(RULES.answer(request, Agreement.NONE).headers().contains("Sec-WebSocket-Extensions"))
        .isFalse();
    assertThat(
            RULES
                .answer(valid(), new Agreement(null, parameters))
                .headers()
                .contains("Sec-WebSocket-Extensions"))
        .isFalse();
  }

  @Test
  void answersAcceptedRequestsOnly() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RULES.answer(without("Sec-WebSocket-Key"), Agreement.NONE))
        .withMessage("request: must be an accepted one");
  }

  @Test
  void refusals() {
    var refusal = (Judgement.Refused) RULES.judgeUpgrade(without("Connection", "Upgrade"));

    assertThat(finished(valid(), refusal.refusal().response()))
        .isEqualTo(
            lines(
                    """
                    HTTP/1.1 426 Upgrade Required
                    Date: %s
                    Connection: upgrade, close
                    Content-Length: 81
                    Content-Type: text/plain; charset=utf-8
                    Upgrade: websocket
                    Server: test/1

                    """
                        .formatted(DATE))
                + "The Connection header does not ask for a WebSocket; a proxy may have removed"
                + " it.\n");
  }

  @Test
  void answersToHeadHaveNoBody() {
    var head = withLine(valid(), "HEAD", "/", "HTTP/1.1");
    var refusal = (Judgement.Refused) RULES.judgeUpgrade(head);

    assertThat(finished(head, refusal.refusal().response()))
        .isEqualTo(
            lines(
                """
                HTTP/1.1 405 Method Not Allowed
                Date: %s
                Connection: close
                Content-Length: 43
                Content-Type: text/plain; charset=utf-8
                Allow: GET
                Server: test/1

                """
                    .formatted(DATE)));
  }

  @Test
  void answersBeforeAnyRequestWasRead() {
    assertThat(finished(null, Refusal.timeout().response()))
        .isEqualTo(
            lines(
                    """
                    HTTP/1.1 408 Request Timeout
                    Date: %s
                    Connection: close
                    Content-Length: 27
                    Content-Type: text/plain; charset=utf-8
                    Server: test/1

                    The request took too long.
                    """
                        .formatted(DATE)
                        .stripTrailing())
                + "\n");
  }

  @Test
  void applicationsCannotChangeWhereAnAnswerEnds() {
    var given =
        Headers.of(
            "Date", "x",
            "Connection", "keep-alive",
            "Content-Length", "99",
            "Transfer-Encoding", "chunked",
            "content-type", "text/html",
            "Set-Cookie", "a=b",
            "Set-Cookie", "c=d",
            "Server", "mine");
    var response = new Response(200, "OK", given, new byte[] {'o', 'k'});

    assertThat(RULES.finish(valid(), response, DATE))
        .isEqualTo(
            new Response(
                200,
                "OK",
                Headers.of(
                    "Date", DATE,
                    "Connection", "close",
                    "Content-Length", "2",
                    "content-type", "text/html",
                    "Set-Cookie", "a=b",
                    "Set-Cookie", "c=d",
                    "Server", "mine"),
                new byte[] {'o', 'k'}));
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void someAnswersHaveNoBody(int status) {
    var finished = RULES.finish(valid(), Response.text(status, "x"), DATE);

    assertThat(finished.body()).isEmpty();
    assertThat(finished.headers().contains("Content-Length")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"200", "203", "205", "303", "305", "404"})
  void otherAnswersHaveOneThatMayBeEmpty(int status) {
    var empty = new Response(status, "", Headers.empty(), new byte[0]);

    assertThat(RULES.finish(valid(), empty, DATE).headers())
        .isEqualTo(
            Headers.of(
                "Date", DATE, "Connection", "close", "Content-Length", "0", "Server", "test/1"));
  }

  @Test
  void switchingProtocolsHasNoBodyAndKeepsItsHeaders() {
    var given = Headers.of("Connection", "Upgrade", "Date", "x", "Content-Length", "1");
    var finished = RULES.finish(valid(), new Response(101, "", given, new byte[1]), DATE);

    assertThat(finished)
        .isEqualTo(
            new Response(
                101,
                "",
                Headers.of(
                    "Date",
                    DATE,
                    "Connection",
                    "Upgrade",
                    "Content-Length",
                    "1",
                    "Server",
                    "test/1"),
                new byte[0]));
  }

  @Test
  void serverHeaderCanBeLeftOut() {
    var rules = ServerRules.builder().serverHeader(null).build();

    assertThat(rules.finish(valid(), Response.text(400, "x"), DATE).headers().contains("Server"))
        .isFalse();
  }

  @Test
  void otherRefusals() {
    var bug = new IllegalStateException("secret");

    assertThat(Refusal.timeout())
        .isEqualTo(
            new Refusal(
                FailureKind.TIMEOUT,
                Response.text(408, "The request took too long."),
                "no whole request in time",
                null));
    assertThat(Refusal.closing())
        .isEqualTo(
            new Refusal(
                FailureKind.CLOSING,
                Response.text(503, "The server is stopping."),
                "the server is stopping",
                null));
    assertThat(Refusal.internal(bug))
        .isEqualTo(
            new Refusal(
                FailureKind.INTERNAL,
                Response.text(500, "The server failed."),
                "a bug of Hawser",
                bug));
    assertThat(Refusal.unanswered(FailureKind.PROBE, "x", null).withHeader("a", "b").response())
        .isNull();
  }
}
