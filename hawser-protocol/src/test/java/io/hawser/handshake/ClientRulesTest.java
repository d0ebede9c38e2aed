package io.hawser.handshake;

import static io.hawser.handshake.Heads.ACCEPT;
import static io.hawser.handshake.Heads.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.error.InvalidHeaderException;
import io.hawser.error.InvalidStatusException;
import io.hawser.error.InvalidUpgradeException;
import io.hawser.error.NegotiationException;
import io.hawser.error.NegotiationException.Subject;
import io.hawser.extension.DeflateParameters;
import io.hawser.extension.DeflateSettings;
import io.hawser.model.Headers;
import io.hawser.model.Response;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's side: RFC 6455, 4.1. */
class ClientRulesTest {
  private static final byte[] RANDOM = "the sample nonce".getBytes(StandardCharsets.US_ASCII);
  private static final ClientRules PLAIN = builder("ws://example.com/chat").build(RANDOM);
  private static final ClientRules OFFERING =
      builder("ws://example.com/chat")
          .subprotocols(List.of("a", "b"))
          .deflate(DeflateSettings.forClients())
          .build(RANDOM);

  private static ClientRules.Builder builder(String uri) {
    return ClientRules.builder(WebSocketUri.parse(uri));
  }

  private static String text(ClientRules rules) {
    return new String(HeadWriter.request(rules.request()), StandardCharsets.ISO_8859_1);
  }

  /** An answer that accepts, with these headers in place of its own. */
  private static Response answer(String... namesAndValues) {
    var headers =
        Headers.of("Upgrade", "websocket", "Connection", "Upgrade", "Sec-WebSocket-Accept", ACCEPT)
            .toBuilder();
    Headers.of(namesAndValues).forEach((name, value) -> headers.remove(name));
    return new Response(101, "", headers.addAll(Headers.of(namesAndValues)).build(), new byte[0]);
  }

  private static Response without(String name) {
    var answer = answer();
    return answer.withHeaders(answer.headers().toBuilder().remove(name).build());
  }

  @Test
  void asksForAConnection() {
    assertThat(text(PLAIN))
        .isEqualTo(
            """
            GET /chat HTTP/1.1
            Host: example.com
            Connection: Upgrade
            Upgrade: websocket
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: %s

            """
                .formatted(KEY)
                .replace("\n", "\r\n"));
  }

  @Test
  void asksForWhatIsWanted() {
    var rules =
        builder("wss://user:pass@[::1]:8443/a?b=c")
            .subprotocols(List.of("a", "b"))
            .deflate(DeflateSettings.forClients())
            .headers(Headers.of("Origin", "https://example.com", "Cookie", "a=b", "Cookie", "c=d"))
            .build(RANDOM);

    assertThat(text(rules))
        .isEqualTo(
            """
            GET /a?b=c HTTP/1.1
            Host: [::1]:8443
            Connection: Upgrade
            Upgrade: websocket
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: %s
            Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits
            Sec-WebSocket-Protocol: a, b
            Authorization: Basic dXNlcjpwYXNz
            Origin: https://example.com
            Cookie: a=b
            Cookie: c=d

            """
                .formatted(KEY)
                .replace("\n", "\r\n"));
  }

  @Test
  void oneBuilderMakesTheRulesOfManyHandshakes() {
    var builder = builder("ws://a");

    assertThat(builder.build(RANDOM).request()).isEqualTo(builder.build(RANDOM).request());
    assertThat(builder.build(new byte[16]).request().headers().first("Sec-WebSocket-Key"))
        .contains("AAAAAAAAAAAAAAAAAAAAAA==");
  }

  @Test
  void copyOfABuilderHasItsOptionsAndThenItsOwn() {
    var builder =
        builder("ws://a")
            .subprotocols(List.of("x"))
            .deflate(DeflateSettings.forClients())
            .headers(Headers.of("Name", "value"));
    var copy = builder.copy();

    assertThat(copy.build(RANDOM).request()).isEqualTo(builder.build(RANDOM).request());
    copy.subprotocols(List.of("y"));
    assertThat(builder.build(RANDOM).request().headers().first("Sec-WebSocket-Protocol"))
        .contains("x");
  }

  @Test
  void headersReplaceWhatTheUriSays() {
    var rules =
        builder("ws://user@example.com/")
            .headers(Headers.of("authorization", "Bearer x", "host", "example.org:1"))
            .build(RANDOM);

    assertThat(rules.request().headers().all("Authorization")).containsExactly("Bearer x");
    assertThat(rules.request().headers().all("Host")).containsExactly("example.org:1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection",
        "UPGRADE",
        "Sec-WebSocket-Key",
        "sec-websocket-version",
        "Sec-WebSocket-Protocol",
        "Sec-WebSocket-Extensions",
        "Sec-WebSocket-Anything",
        "Content-Length",
        "Transfer-Encoding",
        "Trailer",
        "TE",
        "Expect"
      })
  void headersOfTheHandshakeCannotBeReplaced(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder("ws://a").headers(Headers.of("A", "b", name, "x")))
        .withMessage(
            "header " + name + " belongs to the handshake; set it by its own option, if any");
  }

  @Test
  void optionsMustMakeSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder("ws://a").headers(Headers.of("Host", "a", "Host", "a")))
        .withMessage("header Host: a, a; must be one host, with a port perhaps");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder("ws://a").headers(Headers.of("Host", "@")))
        .withMessage("header Host: @; must be one host, with a port perhaps");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder("ws://a").subprotocols(List.of("")))
        .withMessage("subprotocol: ; must be a token of RFC 9110");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder("ws://a").build(new byte[15]))
        .withMessage("random: 15 bytes; must be 16");
  }

  static Stream<Arguments> accepted() {
    var deflate = new DeflateParameters(false, false, 15, 15);
    return Stream.of(
        arguments("as in the RFC", answer(), null, null),
        arguments(
            "in any case", answer("Connection", "UPGRADE", "Upgrade", "WebSocket"), null, null),
        arguments("among others", answer("Connection", "keep-alive, Upgrade"), null, null),
        arguments("the first subprotocol", answer("Sec-WebSocket-Protocol", "a"), "a", null),
        arguments("the second subprotocol", answer("Sec-WebSocket-Protocol", "b"), "b", null),
        arguments(
            "compression", answer("Sec-WebSocket-Extensions", "permessage-deflate"), null, deflate),
        arguments(
            "both",
            answer(
                "Sec-WebSocket-Extensions",
                "permessage-deflate; server_no_context_takeover; client_max_window_bits=9",
                "Sec-WebSocket-Protocol",
                "b"),
            "b",
            new DeflateParameters(true, false, 15, 9)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void accepted(String what, Response response, String subprotocol, DeflateParameters deflate) {
    assertThat(OFFERING.judge(response)).isEqualTo(new Agreement(subprotocol, deflate));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments(
            answer("Connection", "@"),
            InvalidHeaderException.class,
            "header Connection: @; expected a token at index 0"),
        arguments(
            without("Connection"),
            InvalidUpgradeException.class,
            "Connection is missing; expected upgrade"),
        arguments(
            answer("Connection", "close"),
            InvalidUpgradeException.class,
            "Connection: close; expected upgrade"),
        arguments(
            answer("Upgrade", ""),
            InvalidHeaderException.class,
            "header Upgrade: ; expected at least one element"),
        arguments(
            without("Upgrade"),
            InvalidUpgradeException.class,
            "Upgrade is missing; expected websocket"),
        arguments(
            answer("Upgrade", "h2c"),
            InvalidUpgradeException.class,
            "Upgrade: h2c; expected websocket"),
        arguments(
            answer("Upgrade", "websocket", "Upgrade", "websocket"),
            InvalidUpgradeException.class,
            "Upgrade: websocket, websocket; expected websocket"),
        arguments(
            without("Sec-WebSocket-Accept"),
            InvalidHeaderException.class,
            "header Sec-WebSocket-Accept; missing; expected once"),
        arguments(
            answer("Sec-WebSocket-Accept", ACCEPT, "Sec-WebSocket-Accept", "x"),
            InvalidHeaderException.class,
            "header Sec-WebSocket-Accept: " + ACCEPT + ", x; must not be repeated"),
        arguments(
            answer("Sec-WebSocket-Accept", ""),
            InvalidHeaderException.class,
            "header Sec-WebSocket-Accept: ; does not answer our key"),
        arguments(
            answer("Sec-WebSocket-Accept", "S3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
            InvalidHeaderException.class,
            "header Sec-WebSocket-Accept: S3pPLMBiTxaQ9kYGzzhZRbK+xOo=; does not answer our key"),
        arguments(
            answer("Sec-WebSocket-Extensions", "a;;"),
            InvalidHeaderException.class,
            "header Sec-WebSocket-Extensions: a;;; expected a token at index 2"),
        arguments(
            answer("Sec-WebSocket-Extensions", "foo"),
            NegotiationException.class,
            "server uses an extension: foo; none was offered"),
        arguments(
            answer("Sec-WebSocket-Protocol", "a"),
            NegotiationException.class,
            "server chose subprotocol a; offered none"),
        arguments(
            answer("Sec-WebSocket-Protocol", "a", "Sec-WebSocket-Protocol", "a"),
            InvalidHeaderException.class,
            "header Sec-WebSocket-Protocol: a, a; must not be repeated"));
  }

  @ParameterizedTest
  @MethodSource
  void refused(Response response, Class<?> type, String message) {
    assertThatThrownBy(() -> PLAIN.judge(response)).isExactlyInstanceOf(type).hasMessage(message);
  }

  static Stream<Arguments> notOffered() {
    return Stream.of(
        arguments(
            answer("Sec-WebSocket-Extensions", "permessage-deflate, permessage-deflate"),
            Subject.EXTENSION,
            "server uses several extensions: 2; one was offered"),
        arguments(
            answer("Sec-WebSocket-Extensions", "foo"),
            Subject.EXTENSION,
            "unacceptable answer to permessage-deflate: not permessage-deflate: foo"),
        arguments(
            answer("Sec-WebSocket-Protocol", "c"),
            Subject.SUBPROTOCOL,
            "server chose subprotocol c; offered a, b"),
        arguments(
            answer("Sec-WebSocket-Protocol", "A"),
            Subject.SUBPROTOCOL,
            "server chose subprotocol A; offered a, b"),
        arguments(
            answer("Sec-WebSocket-Protocol", ""),
            Subject.SUBPROTOCOL,
            "server chose subprotocol ; offered a, b"),
        arguments(
            answer("Sec-WebSocket-Protocol", "a, b"),
            Subject.SUBPROTOCOL,
            "server chose subprotocol a, b; offered a, b"));
  }

  @ParameterizedTest
  @MethodSource
  void notOffered(Response response, Subject subject, String message) {
    assertThatThrownBy(() -> OFFERING.judge(response))
        .isInstanceOfSatisfying(
            NegotiationException.class, e -> assertThat(e.subject()).isEqualTo(subject))
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 301, 401, 426, 500, 503})
  void anyStatusButSwitchingProtocolsIsARefusal(int status) {
    var response = new Response(status, "", answer().headers(), new byte[] {'x'});

    assertThatThrownBy(() -> PLAIN.judge(response))
        .isInstanceOfSatisfying(
            InvalidStatusException.class, e -> assertThat(e.response()).isSameAs(response))
        .hasMessage("server refused: HTTP " + status + "; expected 101");
  }

  @Test
  void firstFaultInTheOrderOfChecksIsTold() {
    String[] inOrder = {
      "Connection",
      "@",
      "Upgrade",
      "@",
      "Sec-WebSocket-Accept",
      "@",
      "Sec-WebSocket-Extensions",
      "@"
    };
    for (int first = 0; first < inOrder.length; first += 2) {
      var faults =
          Stream.concat(
                  Arrays.stream(inOrder, first, inOrder.length),
                  Stream.of("Sec-WebSocket-Protocol", "c"))
              .toArray(String[]::new);
      assertThatThrownBy(() -> OFFERING.judge(answer(faults)))
          .hasMessageStartingWith("header " + faults[0] + ": @;");
    }
  }

  @Test
  void expectedAnswerIsNeverShown() {
    assertThatThrownBy(() -> PLAIN.judge(answer("Sec-WebSocket-Accept", "x")))
        .message()
        .doesNotContain(ACCEPT)
        .doesNotContain(KEY);
  }
}
