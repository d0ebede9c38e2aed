package io.hawser.policy;

import static io.hawser.policy.Failures.proxy;
import static io.hawser.policy.Failures.refused;
import static io.hawser.policy.Failures.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.error.ConnectFailedException;
import io.hawser.error.HandshakeException;
import io.hawser.error.HandshakeTimeoutException;
import io.hawser.error.InvalidHeaderException;
import io.hawser.error.InvalidMessageException;
import io.hawser.error.InvalidStatusException;
import io.hawser.error.InvalidUpgradeException;
import io.hawser.error.InvalidUriException;
import io.hawser.error.NegotiationException;
import io.hawser.error.Phase;
import io.hawser.error.ProxyException;
import io.hawser.error.RedirectException;
import io.hawser.error.SupplierFailedException;
import io.hawser.error.UntrustedServerException;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each policy makes of each failure of an attempt. */
class RetryPolicyTest {
  private static final String RETRY = "retry";
  private static final String FAIL = "fail";
  private static final String REFRESH = "refresh";

  /** Each row: the cause, the standard policy's verdict, the verdict of Python's websockets. */
  static Stream<Arguments> causes() {
    return Stream.of(
        arguments("name does not resolve", failed(Phase.DNS), RETRY, RETRY),
        arguments("refused, unreachable or reset", failed(Phase.TCP), RETRY, RETRY),
        arguments("proxy refused, or ended the stream", failed(Phase.PROXY), RETRY, RETRY),
        arguments("other TLS fault", failed(Phase.TLS), RETRY, RETRY),
        arguments("end of stream before or inside the answer", failed(Phase.HTTP), RETRY, RETRY),
        arguments("timeout while resolving", timeout(Phase.DNS), RETRY, RETRY),
        arguments("timeout while connecting", timeout(Phase.TCP), RETRY, RETRY),
        arguments("timeout of the proxy", timeout(Phase.PROXY), RETRY, RETRY),
        arguments("timeout in TLS", timeout(Phase.TLS), RETRY, RETRY),
        arguments("timeout of the answer", timeout(Phase.HTTP), RETRY, RETRY),
        arguments(
            "certificate untrusted, expired or of another host",
            new UntrustedServerException("a", new SSLException("a")),
            FAIL,
            RETRY),
        arguments("not HTTP", new InvalidMessageException("a", null), FAIL, FAIL),
        arguments(
            "wrong accept value",
            new InvalidHeaderException("Sec-WebSocket-Accept", "a", "b"),
            FAIL,
            FAIL),
        arguments("no upgrade", new InvalidUpgradeException("Upgrade", null, "a"), FAIL, FAIL),
        arguments(
            "unoffered extension",
            new NegotiationException(NegotiationException.Subject.EXTENSION, "a"),
            FAIL,
            FAIL),
        arguments(
            "unoffered subprotocol",
            new NegotiationException(NegotiationException.Subject.SUBPROTOCOL, "a"),
            FAIL,
            FAIL),
        arguments("invalid URI", new InvalidUriException("a", "b"), FAIL, FAIL),
        arguments(
            "redirect not followed",
            new RedirectException(URI.create("wss://a"), URI.create("ws://a"), "a"),
            FAIL,
            FAIL),
        arguments(
            "supplier failed",
            new SupplierFailedException("a", new RuntimeException()),
            RETRY,
            FAIL),
        arguments(
            "supplier failed by the network",
            new SupplierFailedException("a", new IOException()),
            RETRY,
            RETRY),
        arguments("401", status(401), REFRESH, FAIL),
        arguments("407", status(407), REFRESH, FAIL),
        arguments("proxy: 407", proxy(407), REFRESH, FAIL),
        arguments("proxy: 500", proxy(500), RETRY, FAIL),
        arguments("proxy: 502", proxy(502), RETRY, FAIL),
        arguments("proxy: 503", proxy(503), RETRY, FAIL),
        arguments("proxy: 504", proxy(504), RETRY, FAIL),
        arguments("proxy: 599", proxy(599), RETRY, FAIL),
        arguments("proxy: 400", proxy(400), FAIL, FAIL),
        arguments("proxy: 403", proxy(403), FAIL, FAIL),
        arguments("proxy: 302", proxy(302), FAIL, FAIL),
        arguments("SOCKS: credentials", proxy(ProxyException.Reason.CREDENTIALS), REFRESH, FAIL),
        arguments("SOCKS: host unreachable", proxy(ProxyException.Reason.UNAVAILABLE), RETRY, FAIL),
        arguments("SOCKS: not allowed", proxy(ProxyException.Reason.FORBIDDEN), FAIL, FAIL),
        arguments("proxy: not HTTP", proxy(ProxyException.Reason.MALFORMED), FAIL, FAIL));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("causes")
  void standard(String cause, HandshakeException exception, String verdict, String ignored) {
    assertThat(name(RetryPolicy.standard(), exception)).as(cause).isEqualTo(verdict);
  }

  @ParameterizedTest(name = "{0}: {3}")
  @MethodSource("causes")
  void likeWebsockets(String cause, HandshakeException exception, String ignored, String verdict) {
    assertThat(name(RetryPolicy.likeWebsockets(), exception)).as(cause).isEqualTo(verdict);
  }

  @Test
  void theTableHasEveryLeaf() {
    Set<Class<?>> listed = new HashSet<>();
    causes().forEach(row -> listed.add(row.get()[1].getClass()));
    listed.add(InvalidStatusException.class);
    assertThat(listed)
        .isEqualTo(Set.of((Object[]) HandshakeException.class.getPermittedSubclasses()));
  }

  @Test
  void ofAllStatusesTheStandardPolicyRetriesTwelve() {
    assertThat(statuses(RetryPolicy.standard()))
        .containsExactly(408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524);
  }

  @Test
  void ofAllStatusesWebsocketsRetriesFour() {
    assertThat(statuses(RetryPolicy.likeWebsockets())).containsExactly(500, 502, 503, 504);
  }

  private static Stream<Integer> statuses(RetryPolicy policy) {
    return Stream.iterate(100, status -> status < 1000, status -> status + 1)
        .filter(status -> name(policy, status(status)).equals(RETRY));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 407})
  void aSecondRefusalOfCredentialsInARowFails(int status) {
    for (HandshakeException refusal : new HandshakeException[] {status(status), proxy(407)}) {
      var attempt = Attempt.builder(refusal).credentialsRefreshed(true).build();
      assertThat(RetryPolicy.standard().processException(attempt)).isEqualTo(Verdict.fail(refusal));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 520, 524})
  void retryAfterIsTheFloor(int status) {
    var attempt = Attempt.builder(status(status, "Retry-After", "7")).build();
    assertThat(RetryPolicy.standard().processException(attempt))
        .isEqualTo(Verdict.retryAfter(Duration.ofSeconds(7)));
  }

  @Test
  void aProxysRetryAfterIsTheFloor() {
    var attempt = Attempt.builder(proxy(503, "Retry-After", "7")).build();
    assertThat(RetryPolicy.standard().processException(attempt))
        .isEqualTo(Verdict.retryAfter(Duration.ofSeconds(7)));
  }

  @Test
  void websocketsDoesNotHeedRetryAfter() {
    var attempt = Attempt.builder(status(503, "Retry-After", "7")).build();
    assertThat(RetryPolicy.likeWebsockets().processException(attempt)).isEqualTo(Verdict.retry());
  }

  @Test
  void whatFailsIsTheExceptionItself() {
    var refused = status(403);
    assertThat(RetryPolicy.standard().processException(Attempt.builder(refused).build()))
        .isEqualTo(Verdict.fail(refused));
  }

  @Test
  void aFunctionOfTheExceptionIsAPolicy() {
    RetryPolicy teapots =
        RetryPolicy.of(
            exception ->
                switch (exception) {
                  case InvalidStatusException e when e.response().status() == 418 ->
                      Verdict.retry();
                  default -> null;
                });
    assertThat(teapots.processException(Attempt.builder(status(418)).build()))
        .isEqualTo(Verdict.retry());
    assertThat(teapots.processException(Attempt.builder(status(404)).build())).isNull();
    assertThat(teapots.processClose(Ended.builder(Failures.byPeer(1008)).build())).isNull();

    RetryPolicy composed = teapots.orElse(RetryPolicy.standard());
    assertThat(name(composed, status(418))).isEqualTo(RETRY);
    assertThat(name(composed, status(404))).isEqualTo(FAIL);
    assertThat(composed.processClose(Ended.builder(Failures.byPeer(1008)).build()))
        .isEqualTo(Verdict.refreshThenRetry());
  }

  @Test
  void thePolicyInFrontDecidesAboutClosesToo() {
    RetryPolicy front =
        new RetryPolicy() {
          @Override
          public Verdict processException(Attempt attempt) {
            return Verdict.retry();
          }

          @Override
          public Verdict processClose(Ended ended) {
            return Verdict.fail(ended.exception());
          }
        };
    var ended = Ended.builder(Failures.byPeer(1006)).build();
    assertThat(front.orElse(RetryPolicy.standard()).processClose(ended))
        .isEqualTo(Verdict.fail(ended.exception()));
  }

  @Test
  void anAttemptShowsAllThatIsKnown() {
    var close = Failures.byPeer(1012).closure();
    var attempt =
        Attempt.builder(refused())
            .number(3)
            .time(Instant.ofEpochSecond(1), Instant.ofEpochSecond(2))
            .credentialsRefreshed(true)
            .lastClose(close)
            .build();
    assertThat(attempt.phase()).isEqualTo(Phase.TCP);
    assertThat(attempt.number()).isEqualTo(3);
    assertThat(attempt.since()).isEqualTo(Instant.ofEpochSecond(1));
    assertThat(attempt.now()).isEqualTo(Instant.ofEpochSecond(2));
    assertThat(attempt.credentialsRefreshed()).isTrue();
    assertThat(attempt.lastClose()).isEqualTo(close);
  }

  private static ConnectFailedException failed(Phase phase) {
    return new ConnectFailedException(phase, "a", new UnknownHostException());
  }

  private static HandshakeTimeoutException timeout(Phase phase) {
    return new HandshakeTimeoutException(phase, Duration.ofSeconds(10));
  }

  private static String name(RetryPolicy policy, HandshakeException exception) {
    return switch (policy.processException(Attempt.builder(exception).build())) {
      case Verdict.Retry retry -> RETRY;
      case Verdict.RefreshThenRetry refresh -> REFRESH;
      case Verdict.Fail fail -> FAIL;
      case null -> "no opinion";
    };
  }
}
