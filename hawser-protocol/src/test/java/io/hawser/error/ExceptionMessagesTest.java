package io.hawser.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.model.CloseCode;
import io.hawser.model.CloseReason;
import io.hawser.model.Closure;
import io.hawser.model.Headers;
import io.hawser.model.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every exception says what went wrong in one form, and keeps what it says as data. */
class ExceptionMessagesTest {
  private static final Response FORBIDDEN =
      new Response(403, "Forbidden", Headers.of("Set-Cookie", "secret"), new byte[] {1});

  private static IOException inside() {
    return new IOException("inside");
  }

  static Stream<Arguments> messages() {
    return Stream.of(
        arguments(
            new InvalidUriException("http://a/", "scheme must be ws or wss"),
            "not a WebSocket URI: http://a/; scheme must be ws or wss"),
        arguments(
            new SupplierFailedException("headers", inside()),
            "supplier of headers failed: IOException"),
        arguments(
            new ConnectFailedException(Phase.DNS, "unknown host: a", inside()), "unknown host: a"),
        arguments(
            new UntrustedServerException("a.example", new IOException("outside", inside())),
            "certificate of a.example refused: inside"),
        arguments(
            new UntrustedServerException("a.example", new IOException()),
            "certificate of a.example refused: IOException"),
        arguments(
            new HandshakeTimeoutException(Phase.TLS, Duration.ofSeconds(10)),
            "not open in time: in phase TLS after 10000 ms"),
        arguments(
            new InvalidMessageException("no status line", null),
            "not an HTTP response: no status line"),
        arguments(new InvalidStatusException(FORBIDDEN), "server refused: HTTP 403; expected 101"),
        arguments(
            new InvalidUpgradeException("Upgrade", "h2c", "websocket"),
            "Upgrade: h2c; expected websocket"),
        arguments(
            new InvalidUpgradeException("Upgrade", null, "websocket"),
            "Upgrade is missing; expected websocket"),
        arguments(
            new InvalidHeaderException("Sec-WebSocket-Accept", "a", "must answer our key"),
            "header Sec-WebSocket-Accept: a; must answer our key"),
        arguments(
            new InvalidHeaderException("Sec-WebSocket-Accept", null, "must not be missing"),
            "header Sec-WebSocket-Accept; must not be missing"),
        arguments(
            new NegotiationException(
                NegotiationException.Subject.SUBPROTOCOL, "subprotocol: a; expected b"),
            "subprotocol: a; expected b"),
        arguments(
            new RedirectException(
                URI.create("wss://u:p@a.example/x?token=secret"),
                URI.create("ws://b_c.example:81/y?token=secret"),
                "must not leave TLS"),
            "redirect from wss://a.example to ws://b_c.example:81 not followed; must not leave"
                + " TLS"),
        arguments(
            new RedirectException(
                URI.create("ws://a"), URI.create("mailto:secret@a"), "must be ws or wss"),
            "redirect from ws://a to mailto: not followed; must be ws or wss"),
        arguments(
            new RedirectException(URI.create("ws://a"), URI.create("/b"), "must be absolute"),
            "redirect from ws://a to a relative reference not followed; must be absolute"),
        arguments(
            new RedirectException(URI.create("ws://a"), URI.create("//b/c"), "must be absolute"),
            "redirect from ws://a to //b not followed; must be absolute"),
        arguments(
            new ProxyException(
                ProxyException.Reason.FORBIDDEN, "proxy refused: HTTP 403", FORBIDDEN, null),
            "proxy refused: HTTP 403"),
        arguments(
            new RetriesExhaustedException(
                3,
                Duration.ofMillis(1500),
                List.of(new ProxyException(ProxyException.Reason.MALFORMED, "a", null, null))),
            "gave up: 3 attempts in 1500 ms"),
        arguments(
            new CallInterruptedException("receive", new InterruptedException()),
            "receive interrupted"),
        arguments(
            new ConnectionClosedException(
                new Closure(
                    CloseReason.of(1000, ""),
                    CloseReason.of(1000, "by\ne"),
                    Closure.Initiator.PEER),
                null),
            "connection closed by the peer: sent 1000, received 1000 (by\\u000ae)"),
        arguments(
            new ProtocolException(CloseCode.PROTOCOL_ERROR, "client frame not masked"),
            "peer broke the protocol: client frame not masked; closing with 1002"),
        arguments(
            new MessageTooBigException(2048, 1024),
            "message too big: at least 2048 bytes; limit 1024"));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void saysWhatWentWrong(WebSocketException exception, String message) {
    assertThat(exception)
        .hasMessage(message)
        .message()
        .doesNotContain("secret")
        .doesNotEndWith(".");
  }

  @Test
  void theTableHasEveryLeaf() {
    Set<Class<?>> listed = new HashSet<>();
    messages().forEach(row -> listed.add(row.get()[0].getClass()));
    assertThat(listed).isEqualTo(leaves(WebSocketException.class));
  }

  private static Set<Class<?>> leaves(Class<?> sealed) {
    Class<?>[] permitted = sealed.getPermittedSubclasses();
    if (permitted == null) {
      return Set.of(sealed);
    }
    Set<Class<?>> leaves = new HashSet<>();
    Arrays.stream(permitted).forEach(sub -> leaves.addAll(leaves(sub)));
    return leaves;
  }

  @Test
  void handshakeFailuresSayHowFarTheAttemptCame() {
    List<Phase> phases =
        messages()
            .map(row -> row.get()[0])
            .filter(HandshakeException.class::isInstance)
            .map(exception -> ((HandshakeException) exception).phase())
            .filter(Predicate.not(Phase.HTTP::equals))
            .toList();
    assertThat(phases)
        .containsExactly(
            Phase.PREPARE, Phase.PREPARE, Phase.DNS, Phase.TLS, Phase.TLS, Phase.TLS, Phase.PROXY);
  }

  @Test
  void everyFactIsAnAccessor() {
    var uri = new InvalidUriException("a", "b");
    assertThat(List.of(uri.text(), uri.rule())).containsExactly("a", "b");
    assertThat(new SupplierFailedException("URI", inside()).supplier()).isEqualTo("URI");
    assertThat(new UntrustedServerException("a", inside()).host()).isEqualTo("a");
    assertThat(new HandshakeTimeoutException(Phase.TCP, Duration.ofSeconds(1)).timeout())
        .hasSeconds(1);
    assertThat(new InvalidMessageException("a", null).rule()).isEqualTo("a");
    assertThat(new InvalidStatusException(FORBIDDEN).response()).isSameAs(FORBIDDEN);
    var upgrade = new InvalidUpgradeException("Upgrade", null, "websocket");
    assertThat(upgrade.name()).isEqualTo("Upgrade");
    assertThat(upgrade.value()).isNull();
    var header = new InvalidHeaderException("a", "b", "c");
    assertThat(header.name() + header.value() + header.rule()).isEqualTo("abc");
    assertThat(new NegotiationException(NegotiationException.Subject.EXTENSION, "a").subject())
        .isEqualTo(NegotiationException.Subject.EXTENSION);
    var redirect = new RedirectException(URI.create("ws://a"), URI.create("ws://b"), "c");
    assertThat(redirect.from()).hasHost("a");
    assertThat(redirect.to()).hasHost("b");
    assertThat(redirect.rule()).isEqualTo("c");
    var proxy = new ProxyException(ProxyException.Reason.FORBIDDEN, "a", FORBIDDEN, inside());
    assertThat(proxy.response()).isSameAs(FORBIDDEN);
    assertThat(proxy.reason()).isEqualTo(ProxyException.Reason.FORBIDDEN);
    assertThat(new UntrustedServerException(Phase.PROXY, "a", inside()).phase())
        .isEqualTo(Phase.PROXY);
    assertThat(new CallInterruptedException("send", new InterruptedException()).call())
        .isEqualTo("send");
    var protocol = new ProtocolException(CloseCode.INVALID_PAYLOAD, "a");
    assertThat(protocol.code()).isEqualTo(CloseCode.INVALID_PAYLOAD);
    assertThat(protocol.rule()).isEqualTo("a");
    var tooBig = new MessageTooBigException(2, 1);
    assertThat(tooBig.bytes() + " " + tooBig.limitBytes()).isEqualTo("2 1");
  }

  @Test
  void aClosedConnectionSaysHow() {
    var closure = new Closure(CloseReason.of(1000, ""), null, Closure.Initiator.LOCAL);
    var cause = inside();
    var exception = new ConnectionClosedException(closure, cause);
    assertThat(exception.closure()).isSameAs(closure);
    assertThat(exception.sent()).isEqualTo(CloseReason.of(1000, ""));
    assertThat(exception.received()).isNull();
    assertThat(exception.initiator()).isEqualTo(Closure.Initiator.LOCAL);
    assertThat(exception.code()).isEqualTo(CloseCode.ABNORMAL_CLOSURE);
    assertThat(exception.isClean()).isFalse();
    assertThat(exception).hasCause(cause);
  }

  @Test
  void exhaustedRetriesKeepTheLastFailureAndEightBefore() {
    List<ProxyException> failures =
        IntStream.range(0, 12)
            .mapToObj(i -> new ProxyException(ProxyException.Reason.MALFORMED, "" + i, null, null))
            .toList();
    var exception = new RetriesExhaustedException(12, Duration.ofSeconds(2), failures);
    assertThat(exception).hasCause(failures.get(11));
    assertThat(exception.getSuppressed()).containsExactlyElementsOf(failures.subList(3, 11));
    assertThat(exception.attempts()).isEqualTo(12);
    assertThat(exception.elapsed()).hasSeconds(2);
  }
}
