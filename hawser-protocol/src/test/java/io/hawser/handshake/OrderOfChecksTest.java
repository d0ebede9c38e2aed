package io.hawser.handshake;

import static io.hawser.handshake.Heads.valid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.hawser.model.Request;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of several rules that a request breaks, the first in the order of checks names the failure. */
class OrderOfChecksTest {
  private static final ServerRules RULES =
      ServerRules.builder().subprotocols(List.of("chat")).requireSubprotocol().build();

  /** A way to break a rule, and how the refusal's detail begins. */
  private record Fault(FailureKind kind, String detail, UnaryOperator<Request> breaks) {
    static Fault ofHeader(FailureKind kind, String name, String value, String detail) {
      return new Fault(
          kind,
          detail,
          request -> {
            var headers = request.headers().toBuilder().set(name, value).build();
            return Heads.withHeaders(request, headers);
          });
    }
  }

  private static final List<Fault> IN_ORDER =
      List.of(
          Fault.ofHeader(FailureKind.BAD_HOST, "Host", "@", "Host is malformed"),
          Fault.ofHeader(FailureKind.ORIGIN, "Origin", "https://evil.example", "origin"),
          new Fault(
              FailureKind.METHOD,
              "method POST",
              request -> new Request("POST", "/", request.version(), request.headers())),
          new Fault(
              FailureKind.HTTP_VERSION,
              "HTTP/1.0",
              request -> new Request(request.method(), "/", "HTTP/1.0", request.headers())),
          Fault.ofHeader(FailureKind.INVALID_UPGRADE, "Connection", "close", "Connection"),
          Fault.ofHeader(FailureKind.INVALID_UPGRADE, "Upgrade", "h2c", "Upgrade"),
          Fault.ofHeader(
              FailureKind.PROTOCOL_VERSION,
              "Sec-WebSocket-Version",
              "8",
              "header Sec-WebSocket-Version"),
          Fault.ofHeader(
              FailureKind.INVALID_KEY, "Sec-WebSocket-Key", "x", "header Sec-WebSocket-Key"),
          Fault.ofHeader(FailureKind.BODY, "Content-Length", "1", "Content-Length"),
          Fault.ofHeader(
              FailureKind.INVALID_HEADER,
              "Sec-WebSocket-Extensions",
              "@",
              "header Sec-WebSocket-Extensions"),
          Fault.ofHeader(
              FailureKind.SUBPROTOCOL, "Sec-WebSocket-Protocol", "other", "no common subprotocol"));

  @TestFactory
  Stream<DynamicTest> firstFaultNamesTheFailure() {
    return IntStream.range(0, IN_ORDER.size())
        .mapToObj(
            first ->
                dynamicTest(
                    IN_ORDER.get(first).detail(),
                    () -> {
                      isRefusedFor(first, IN_ORDER.subList(first, first + 1));
                      isRefusedFor(first, IN_ORDER.subList(first, IN_ORDER.size()));
                    }));
  }

  private static void isRefusedFor(int first, List<Fault> faults) {
    var request = valid("Sec-WebSocket-Protocol", "chat", "Origin", "https://example.com");
    for (var fault : faults) {
      request = fault.breaks().apply(request);
    }
    var refusal = judge(request);
    assertThat(refusal).isNotNull();
    assertThat(refusal.kind()).isEqualTo(IN_ORDER.get(first).kind());
    assertThat(refusal.detail()).startsWith(IN_ORDER.get(first).detail());
  }

  private static Refusal judge(Request request) {
    var head = RULES.judgeHead(request);
    if (head != null) {
      return head;
    }
    return RULES.judgeUpgrade(request) instanceof Judgement.Refused refused
        ? refused.refusal()
        : null;
  }

  @Test
  void requestWithoutFaultPasses() {
    var request = valid("Sec-WebSocket-Protocol", "chat", "Origin", "https://example.com");

    assertThat(judge(request)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HOST",
        "UPGRADE",
        "connection",
        "sec-websocket-key",
        "SEC-WEBSOCKET-VERSION",
        "Sec-Websocket-Protocol"
      })
  void headersAreNamedInAnyCase(String name) {
    var request = valid("Sec-WebSocket-Protocol", "chat");
    var value = request.headers().first(name).orElseThrow();
    var headers = request.headers().toBuilder().set(name, value).build();

    assertThat(judge(Heads.withHeaders(request, headers))).isNull();
  }
}
