package io.hawser.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hawser.handshake.FailureKind;
import java.util.Arrays;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LogPolicyTest {
  @ParameterizedTest(name = "{0}: {1}, {2}")
  @CsvSource({
    "PROBE, TRACE, one by one",
    "DISCONNECTED, DEBUG, one by one",
    "TIMEOUT, INFO, aggregated",
    "TLS_FAILED, DEBUG, one by one",
    "TLS_ON_PLAIN_PORT, DEBUG, one by one",
    "NOT_HTTP, DEBUG, one by one",
    "MALFORMED, DEBUG, one by one",
    "TOO_LARGE, INFO, aggregated",
    "BODY, DEBUG, one by one",
    "BAD_HOST, DEBUG, one by one",
    "METHOD, DEBUG, one by one",
    "HTTP_VERSION, DEBUG, one by one",
    "NOT_AN_UPGRADE, DEBUG, one by one",
    "INVALID_UPGRADE, INFO, aggregated",
    "PROTOCOL_VERSION, DEBUG, one by one",
    "INVALID_KEY, DEBUG, one by one",
    "INVALID_HEADER, DEBUG, one by one",
    "ORIGIN, WARN, aggregated",
    "SUBPROTOCOL, INFO, one by one",
    "UNAUTHORIZED, WARN, aggregated",
    "NOT_FOUND, DEBUG, one by one",
    "RATE_LIMITED, INFO, aggregated",
    "OVERLOADED, WARN, aggregated",
    "CLOSING, DEBUG, one by one",
    "HOOK_FAILED, ERROR, traced",
    "INTERNAL, ERROR, traced",
  })
  void productionLogsEachKindSo(FailureKind kind, LogLevel level, String form) {
    var policy = LogPolicy.production();
    assertThat(policy.level(kind)).isEqualTo(level);
    assertThat(policy.aggregated(kind)).isEqualTo(form.equals("aggregated"));
    assertThat(policy.traced(kind)).isEqualTo(form.equals("traced"));
  }

  @Test
  void productionCountsEveryKindOnceAMinute() {
    assertThat(LogPolicy.production().counted()).isTrue();
    assertThat(LogPolicy.production().detailed()).isFalse();
    assertThat(LogPolicy.production().maxLinesPerMinute()).isEqualTo(20);
  }

  @ParameterizedTest
  @EnumSource
  void developmentLogsEachFailureAtWarn(FailureKind kind) {
    var policy = LogPolicy.development();
    assertThat(policy.level(kind)).isEqualTo(LogLevel.WARN);
    assertThat(policy.aggregated(kind)).isFalse();
    assertThat(policy.traced(kind)).isFalse();
    assertThat(policy.detailed()).isTrue();
    assertThat(policy.maxLinesPerMinute()).isEqualTo(Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @EnumSource
  void silenceHasNoLines(FailureKind kind) {
    assertThat(LogPolicy.silent().level(kind)).isEqualTo(LogLevel.OFF);
    assertThat(LogPolicy.silent().counted()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void aLevelIsChangedForOneKindOnly(FailureKind kind) {
    var before = LogPolicy.production();
    var raised = before.with(kind, LogLevel.ERROR);
    var silenced = before.without(kind);
    assertThat(raised.level(kind)).isEqualTo(LogLevel.ERROR);
    assertThat(silenced.level(kind)).isEqualTo(LogLevel.OFF);
    for (var other : EnumSet.complementOf(EnumSet.of(kind))) {
      assertThat(raised.level(other)).isEqualTo(before.level(other));
      assertThat(silenced.level(other)).isEqualTo(before.level(other));
    }
    assertThat(raised.aggregated(kind)).isEqualTo(before.aggregated(kind));
  }

  @Test
  void thePolicyThatIsChangedStaysAsItWas() {
    LogPolicy.production().with(FailureKind.PROBE, LogLevel.ERROR);
    LogPolicy.production().withAggregated(FailureKind.PROBE);
    assertThat(LogPolicy.production().level(FailureKind.PROBE)).isEqualTo(LogLevel.TRACE);
    assertThat(LogPolicy.production().aggregated(FailureKind.PROBE)).isFalse();
  }

  @Test
  void kindsAreAggregatedOrNotAsAsked() {
    var policy =
        LogPolicy.production()
            .withOneByOne(FailureKind.ORIGIN, FailureKind.TIMEOUT)
            .withAggregated(FailureKind.NOT_HTTP);
    assertThat(policy.aggregated(FailureKind.ORIGIN)).isFalse();
    assertThat(policy.aggregated(FailureKind.TIMEOUT)).isFalse();
    assertThat(policy.aggregated(FailureKind.NOT_HTTP)).isTrue();
    assertThat(policy.aggregated(FailureKind.TOO_LARGE)).isTrue();
    var all = LogPolicy.production().withOneByOne(FailureKind.values());
    assertThat(Arrays.stream(FailureKind.values()).filter(all::aggregated)).isEmpty();
    assertThat(all.withAggregated(FailureKind.BODY).aggregated(FailureKind.BODY)).isTrue();
  }

  @Test
  void theLimitOfLinesIsPositive() {
    assertThat(LogPolicy.production().withMaxLinesPerMinute(1).maxLinesPerMinute()).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LogPolicy.production().withMaxLinesPerMinute(0))
        .withMessage("maxLinesPerMinute: 0; must be positive");
  }

  @Test
  void profilesHaveNames() {
    assertThat(LogPolicy.named("production")).isSameAs(LogPolicy.production());
    assertThat(LogPolicy.named("development")).isSameAs(LogPolicy.development());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LogPolicy.named("Production"))
        .withMessage("log profile: 'Production'; must be production or development");
  }
}
