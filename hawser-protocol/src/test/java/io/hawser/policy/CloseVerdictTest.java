package io.hawser.policy;

import static io.hawser.policy.Failures.byPeer;
import static io.hawser.policy.Failures.byUs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.error.ConnectionClosedException;
import io.hawser.model.Closure;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each policy makes of each way for a connection to end. */
class CloseVerdictTest {
  private static final Verdict RETRY = Verdict.retry();
  private static final Verdict KEEPING = Verdict.retry().keepingBackoff();
  private static final Verdict LATER = Verdict.retryAfter(Duration.ofSeconds(10));
  private static final Verdict REFRESH = Verdict.refreshThenRetry();

  static Stream<Arguments> codes() {
    return Stream.of(
        arguments("1000 normal", 1000, RETRY),
        arguments("1001 going away", 1001, RETRY),
        arguments("1002 protocol error", 1002, KEEPING),
        arguments("1003 unsupported data", 1003, KEEPING),
        arguments("1005 no code", 1005, RETRY),
        arguments("1006 no Close frame", 1006, RETRY),
        arguments("1007 invalid payload", 1007, KEEPING),
        arguments("1008 policy violation", 1008, REFRESH),
        arguments("1009 message too big", 1009, KEEPING),
        arguments("1010 mandatory extension", 1010, KEEPING),
        arguments("1011 internal error", 1011, RETRY),
        arguments("1012 service restart", 1012, RETRY),
        arguments("1013 try again later", 1013, LATER),
        arguments("1014 bad gateway", 1014, RETRY),
        arguments("3000 unauthorized", 3000, REFRESH),
        arguments("3001, not listed", 3001, RETRY),
        arguments("3999, not listed", 3999, RETRY),
        arguments("4000, not like HTTP", 4000, RETRY),
        arguments("4399, not like HTTP", 4399, RETRY),
        arguments("4401 as 401", 4401, REFRESH),
        arguments("4408 as 408", 4408, RETRY),
        arguments("4429 as 429", 4429, RETRY),
        arguments("4500, not like HTTP", 4500, RETRY),
        arguments("4999, not like HTTP", 4999, RETRY));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("codes")
  void theStandardPolicyGoesByThePeersCode(String name, int code, Verdict verdict) {
    assertThat(standard(byPeer(code))).isEqualTo(verdict);
  }

  @ParameterizedTest
  @ValueSource(ints = {3003, 4400, 4403, 4404, 4407, 4409, 4428, 4430, 4499})
  void theStandardPolicyFailsAtOnceWith(int code) {
    var closed = byPeer(code);
    assertThat(standard(closed)).isEqualTo(Verdict.fail(closed));
  }

  @ParameterizedTest
  @ValueSource(ints = {1008, 3000, 4401})
  void credentialsAreRefreshedOnce(int code) {
    var ended = Ended.builder(byPeer(code)).credentialsRefreshed(true).build();
    assertThat(RetryPolicy.standard().processClose(ended))
        .isEqualTo(Verdict.fail(ended.exception()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1002, 1003, 1007, 1008, 1009, 1010})
  void backoffIsKeptWhereWeHadToEndIt(int code) {
    assertThat(standard(byUs(code))).isEqualTo(KEEPING);
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 1011, 1012, 1013, 3000, 3003, 4401, 4403})
  void whatWeSaidOurselvesIsNoVerdictOfThePeer(int code) {
    assertThat(standard(byUs(code))).isEqualTo(RETRY);
  }

  @Test
  void withoutThePresetCodesOfApplicationsReconnect() {
    var policy = RetryPolicy.standard(CloseCodePolicy.NONE);
    IntStream.range(4000, 5000)
        .forEach(
            code ->
                assertThat(policy.processClose(Ended.builder(byPeer(code)).build()))
                    .isEqualTo(RETRY));
  }

  @Test
  void aFunctionOfTheUsersReadsCodes() {
    CloseCodePolicy own =
        ended ->
            switch (ended.code().value()) {
              case 4001, 1008 -> Verdict.fail(ended.exception());
              default -> null;
            };
    var policy = RetryPolicy.standard(own);
    assertThat(policy.processClose(Ended.builder(byPeer(4001)).build()))
        .isInstanceOf(Verdict.Fail.class);
    assertThat(policy.processClose(Ended.builder(byPeer(1008)).build()))
        .isInstanceOf(Verdict.Fail.class);
    assertThat(policy.processClose(Ended.builder(byPeer(1013)).build())).isEqualTo(LATER);
  }

  @Test
  void websocketsReconnectsAfterEveryClose() {
    IntStream.range(1000, 5000)
        .filter(code -> code == 1005 || code == 1006 || io.hawser.model.CloseCode.isSendable(code))
        .forEach(
            code ->
                assertThat(
                        RetryPolicy.likeWebsockets()
                            .processClose(Ended.builder(byPeer(code)).build()))
                    .isEqualTo(RETRY));
  }

  @Test
  void anEndShowsAllThatIsKnown() {
    var ended =
        Ended.builder(byUs(1002))
            .lifeSpan(Duration.ofSeconds(3))
            .stable(true)
            .credentialsRefreshed(true)
            .build();
    assertThat(ended.initiator()).isEqualTo(Closure.Initiator.LOCAL);
    assertThat(ended.code().value()).isEqualTo(1002);
    assertThat(ended.closure().code().value()).isEqualTo(1006);
    assertThat(ended.lifeSpan()).hasSeconds(3);
    assertThat(ended.isStable()).isTrue();
    assertThat(ended.credentialsRefreshed()).isTrue();
  }

  private static Verdict standard(ConnectionClosedException closed) {
    return RetryPolicy.standard().processClose(Ended.builder(closed).build());
  }
}
