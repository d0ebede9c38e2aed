package io.hawser.handshake;

import static io.hawser.handshake.FailureKind.BODY;
import static io.hawser.handshake.FailureKind.HTTP_VERSION;
import static io.hawser.handshake.FailureKind.INVALID_HEADER;
import static io.hawser.handshake.FailureKind.INVALID_KEY;
import static io.hawser.handshake.FailureKind.INVALID_UPGRADE;
import static io.hawser.handshake.FailureKind.METHOD;
import static io.hawser.handshake.FailureKind.NOT_AN_UPGRADE;
import static io.hawser.handshake.FailureKind.PROTOCOL_VERSION;
import static io.hawser.handshake.Heads.KEY;
import static io.hawser.handshake.Heads.valid;
import static io.hawser.handshake.Heads.withLine;
import static io.hawser.handshake.Heads.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.error.InvalidHeaderException;
import io.hawser.error.InvalidUpgradeException;
import io.hawser.model.Headers;
import io.hawser.model.Request;
import io.hawser.model.Response;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The second step of a server: RFC 6455, 4.2.1. */
class UpgradeTest {
  private static final ServerRules RULES = ServerRules.builder().build();

  static Stream<Arguments> accepted() {
    return Stream.of(
        arguments("as in the RFC", valid()),
        arguments("Connection in any case", valid("Connection", "UPGRADE")),
        arguments("Connection in a list", valid("Connection", "keep-alive, Upgrade")),
        arguments("Connection in a list with gaps", valid("Connection", ", a\t,,upgrade ,")),
        arguments("Connection in two fields", valid("Connection", "a", "Connection", "upgrade")),
        arguments("Upgrade in any case", valid("Upgrade", "WebSocket")),
        arguments("Upgrade with gaps", valid("Upgrade", ",websocket,")),
        arguments("Content-Length: 0", valid("Content-Length", "0")),
        arguments("Content-Length: 00", valid("Content-Length", "00")),
        arguments("all digits of base64", valid("Sec-WebSocket-Key", "09azAZ+/AAAAAAAAAAAAAA==")),
        arguments(
            "a key with bits to spare", valid("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAA/==")),
        arguments("a later HTTP/1", withLine(valid(), "GET", "/", "HTTP/1.9")),
        arguments("no Host, which is another step's", without("Host")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void accepted(String what, Request request) {
    assertThat(RULES.judgeUpgrade(request)).isEqualTo(new Judgement.Accepted(Agreement.NONE));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments("POST", method("POST"), METHOD, "method POST; expected GET"),
        arguments("HEAD", method("HEAD"), METHOD, "method HEAD; expected GET"),
        arguments("get", method("get"), METHOD, "method get; expected GET"),
        arguments("CONNECT", method("CONNECT"), METHOD, "method CONNECT; expected GET"),
        arguments("HTTP/1.0", version("HTTP/1.0"), HTTP_VERSION, "HTTP/1.0; expected HTTP/1.1"),
        arguments("HTTP/0.9", version("HTTP/0.9"), HTTP_VERSION, "HTTP/0.9; expected HTTP/1.1"),
        arguments("HTTP/2.0", version("HTTP/2.0"), HTTP_VERSION, "HTTP/2.0; expected HTTP/1.1"),
        arguments("HTTP/2.1", version("HTTP/2.1"), HTTP_VERSION, "HTTP/2.1; expected HTTP/1.1"),
        arguments("no version", version("\t"), HTTP_VERSION, "\\u0009; expected HTTP/1.1"),
        arguments(
            "Connection: @",
            valid("Connection", "@"),
            INVALID_HEADER,
            "header Connection: @; expected a token at index 0"),
        arguments(
            "Connection: upgrade;x",
            valid("Connection", "upgrade;x"),
            INVALID_HEADER,
            "header Connection: upgrade;x; expected a comma at index 7"),
        arguments(
            "empty Connection",
            valid("Connection", ""),
            INVALID_HEADER,
            "header Connection: ; expected at least one element"),
        arguments(
            "one Connection of two empty",
            valid("Connection", "upgrade", "Connection", " , "),
            INVALID_HEADER,
            "header Connection: ,; expected at least one element"),
        arguments(
            "Upgrade: web socket",
            valid("Upgrade", "web socket"),
            INVALID_HEADER,
            "header Upgrade: web socket; expected a comma at index 4"),
        arguments(
            "Upgrade: websocket/",
            valid("Upgrade", "websocket/"),
            INVALID_HEADER,
            "header Upgrade: websocket/; expected a token at index 10"),
        arguments(
            "empty Upgrade",
            valid("Upgrade", ""),
            INVALID_HEADER,
            "header Upgrade: ; expected at least one element"),
        arguments(
            "plain GET",
            without("Connection", "Upgrade", "Sec-WebSocket-Key", "Sec-WebSocket-Version"),
            NOT_AN_UPGRADE,
            "Connection is missing; expected upgrade"),
        arguments(
            "browser",
            Heads.withHeaders(valid(), Headers.of("Host", "a", "Connection", "keep-alive")),
            NOT_AN_UPGRADE,
            "Connection: keep-alive; expected upgrade"),
        arguments(
            "no Connection",
            without("Connection"),
            INVALID_UPGRADE,
            "Connection is missing; expected upgrade"),
        arguments(
            "Connection: keep-alive",
            valid("Connection", "keep-alive"),
            INVALID_UPGRADE,
            "Connection: keep-alive; expected upgrade"),
        arguments(
            "a key only",
            without("Connection", "Upgrade"),
            INVALID_UPGRADE,
            "Connection is missing; expected upgrade"),
        arguments(
            "Upgrade only",
            without("Connection", "Sec-WebSocket-Key"),
            INVALID_UPGRADE,
            "Connection is missing; expected upgrade"),
        arguments(
            "Connection only",
            without("Upgrade", "Sec-WebSocket-Key"),
            INVALID_UPGRADE,
            "Upgrade is missing; expected websocket"),
        arguments(
            "no Upgrade",
            without("Upgrade"),
            INVALID_UPGRADE,
            "Upgrade is missing; expected websocket"),
        arguments(
            "Upgrade: h2c",
            valid("Upgrade", "h2c"),
            INVALID_UPGRADE,
            "Upgrade: h2c; expected websocket"),
        arguments(
            "Upgrade with a version",
            valid("Upgrade", "websocket/13"),
            INVALID_UPGRADE,
            "Upgrade: websocket/13; expected websocket"),
        arguments(
            "several in Upgrade",
            valid("Upgrade", "websocket", "Upgrade", "h2c"),
            INVALID_UPGRADE,
            "Upgrade: websocket, h2c; expected websocket"),
        arguments(
            "no version of the protocol",
            without("Sec-WebSocket-Version"),
            PROTOCOL_VERSION,
            "header Sec-WebSocket-Version; must be 13, once"),
        arguments(
            "version 12",
            valid("Sec-WebSocket-Version", "12"),
            PROTOCOL_VERSION,
            "header Sec-WebSocket-Version: 12; must be 13, once"),
        arguments(
            "versions 13 and 8",
            valid("Sec-WebSocket-Version", "13, 8"),
            PROTOCOL_VERSION,
            "header Sec-WebSocket-Version: 13, 8; must be 13, once"),
        arguments(
            "version 013",
            valid("Sec-WebSocket-Version", "013"),
            PROTOCOL_VERSION,
            "header Sec-WebSocket-Version: 013; must be 13, once"),
        arguments(
            "version 13 twice",
            valid("Sec-WebSocket-Version", "13", "Sec-WebSocket-Version", "13"),
            PROTOCOL_VERSION,
            "header Sec-WebSocket-Version: 13, 13; must be 13, once"),
        arguments("no key", without("Sec-WebSocket-Key"), INVALID_KEY, keyDetail("")),
        arguments("key of three bytes", key("AAAA"), INVALID_KEY, keyDetail(": AAAA")),
        arguments("empty key", key(""), INVALID_KEY, keyDetail(": ")),
        arguments("key not in base64", key("!!!"), INVALID_KEY, keyDetail(": !!!")),
        arguments("key of 15 bytes", key("A".repeat(20)), INVALID_KEY, null),
        arguments("key of 17 bytes", key("A".repeat(23) + "="), INVALID_KEY, null),
        arguments("key of 18 bytes", key("A".repeat(24)), INVALID_KEY, null),
        arguments("key of 19 bytes", key("A".repeat(26) + "=="), INVALID_KEY, null),
        arguments("key without padding", key("A".repeat(22)), INVALID_KEY, null),
        arguments("key padded inside", key("A".repeat(21) + "==="), INVALID_KEY, null),
        arguments("key of base64url", key("-" + "A".repeat(21) + "=="), INVALID_KEY, null),
        arguments("key with _", key("A".repeat(21) + "_" + "=="), INVALID_KEY, null),
        arguments("key with a blank", key("A".repeat(10) + " AAAAAAAAAAA=="), INVALID_KEY, null),
        arguments("key with .", key("." + "A".repeat(21) + "=="), INVALID_KEY, null),
        arguments("key with :", key(":" + "A".repeat(21) + "=="), INVALID_KEY, null),
        arguments("key with @", key("@" + "A".repeat(21) + "=="), INVALID_KEY, null),
        arguments("key with [", key("[" + "A".repeat(21) + "=="), INVALID_KEY, null),
        arguments("key with `", key("`" + "A".repeat(21) + "=="), INVALID_KEY, null),
        arguments("key with {", key("{" + "A".repeat(21) + "=="), INVALID_KEY, null),
        arguments(
            "two keys",
            valid("Sec-WebSocket-Key", KEY, "Sec-WebSocket-Key", KEY),
            INVALID_KEY,
            keyDetail(": " + KEY + ", " + KEY)),
        arguments("body", valid("Content-Length", "5"), BODY, bodyDetail("Content-Length")),
        arguments(
            "huge body",
            valid("Content-Length", "9".repeat(40)),
            BODY,
            bodyDetail("Content-Length")),
        arguments(
            "one body of two",
            valid("Content-Length", "0", "Content-Length", "1"),
            BODY,
            bodyDetail("Content-Length")),
        arguments("empty length", valid("Content-Length", ""), BODY, bodyDetail("Content-Length")),
        arguments(
            "chunked body",
            valid("Transfer-Encoding", "chunked"),
            BODY,
            bodyDetail("Transfer-Encoding")),
        arguments(
            "other coding",
            valid("Transfer-Encoding", "identity"),
            BODY,
            bodyDetail("Transfer-Encoding")),
        arguments("Expect", valid("Expect", "100-continue"), BODY, bodyDetail("Expect")),
        arguments(
            "grammar of extensions",
            valid("Sec-WebSocket-Extensions", "a;"),
            INVALID_HEADER,
            "header Sec-WebSocket-Extensions: a;; expected a token at index 2"),
        arguments(
            "grammar of subprotocols",
            valid("Sec-WebSocket-Protocol", "a b"),
            INVALID_HEADER,
            "header Sec-WebSocket-Protocol: a b; expected a comma at index 2"),
        arguments(
            "empty subprotocols",
            valid("Sec-WebSocket-Protocol", ""),
            INVALID_HEADER,
            "header Sec-WebSocket-Protocol: ; expected at least one element"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refused(String what, Request request, FailureKind kind, String detail) {
    var refusal = refusal(request);

    assertThat(refusal.kind()).isEqualTo(kind);
    assertThat(refusal.response()).isEqualTo(answer(refusal));
    if (detail != null) {
      assertThat(refusal.detail()).isEqualTo(detail);
    }
    if (refusal.cause() != null) {
      assertThat(refusal.cause()).hasMessage(refusal.detail());
    }
  }

  private static Response answer(Refusal refusal) {
    return switch (refusal.kind()) {
      case METHOD ->
          with(Response.text(405, "A WebSocket connection is opened with GET."), "Allow", "GET");
      case HTTP_VERSION -> Response.text(505, "A WebSocket connection is opened with HTTP/1.1.");
      case NOT_AN_UPGRADE ->
          with(
              Response.text(
                  426,
                  "This is a WebSocket server: it cannot be read with a browser or other HTTP"
                      + " client."),
              "Upgrade",
              "websocket");
      case INVALID_UPGRADE ->
          with(
              Response.text(
                  426,
                  "The "
                      + ((InvalidUpgradeException) refusal.cause()).name()
                      + " header does not ask for a WebSocket; a proxy may have removed it."),
              "Upgrade",
              "websocket");
      case PROTOCOL_VERSION ->
          with(
              Response.text(426, "The Sec-WebSocket-Version header must be 13."),
              "Upgrade",
              "websocket",
              "Sec-WebSocket-Version",
              "13");
      case INVALID_KEY ->
          Response.text(400, "The Sec-WebSocket-Key header must be base64 of 16 bytes.");
      case BODY -> Response.text(400, "A request that opens a connection has no body.");
      case INVALID_HEADER ->
          Response.text(
              400,
              "The " + ((InvalidHeaderException) refusal.cause()).name() + " header is invalid.");
      default -> throw new AssertionError(refusal.kind());
    };
  }

  private static Response with(Response response, String... headers) {
    return response.withHeaders(response.headers().toBuilder().addAll(Headers.of(headers)).build());
  }

  @Test
  void causesAreTheExceptionsThatAHookMayKnow() {
    assertThat(refusal(valid("Upgrade", "h2c", "Upgrade", "x")).cause())
        .isInstanceOfSatisfying(
            InvalidUpgradeException.class,
            e -> {
              assertThat(e.name()).isEqualTo("Upgrade");
              assertThat(e.value()).isEqualTo("h2c, x");
            });
    assertThat(refusal(without("Connection")).cause())
        .isInstanceOfSatisfying(InvalidUpgradeException.class, e -> assertThat(e.value()).isNull());
    assertThat(refusal(key("x")).cause())
        .isInstanceOfSatisfying(
            InvalidHeaderException.class, e -> assertThat(e.value()).isEqualTo("x"));
    assertThat(refusal(without("Sec-WebSocket-Version")).cause())
        .isInstanceOfSatisfying(InvalidHeaderException.class, e -> assertThat(e.value()).isNull());
    assertThat(refusal(method("POST")).cause()).isNull();
  }

  @Test
  void detailsQuoteAPeerOnOneShortLineOfAscii() {
    var refusal = refusal(valid("Upgrade", "\u009b".repeat(1000)));

    assertThat(refusal.detail()).hasSizeLessThan(400).matches("[ -~]+").contains("\\u009b");
    assertThat(refusal.cause().getMessage()).matches("[ -~]+");
  }

  private static Refusal refusal(Request request) {
    var judgement = RULES.judgeUpgrade(request);
    assertThat(judgement).isInstanceOf(Judgement.Refused.class);
    return ((Judgement.Refused) judgement).refusal();
  }

  private static Request method(String method) {
    return withLine(valid(), method, "/", "HTTP/1.1");
  }

  private static Request version(String version) {
    return withLine(valid(), "GET", "/", version);
  }

  private static Request key(String key) {
    return valid("Sec-WebSocket-Key", key);
  }

  private static String keyDetail(String shown) {
    return "header Sec-WebSocket-Key" + shown + "; must be base64 of 16 bytes, once";
  }

  private static String bodyDetail(String header) {
    return header + " in a request that opens a connection";
  }
}
