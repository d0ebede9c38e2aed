package io.hawser.policy;

import static io.hawser.policy.Failures.byPeer;
import static io.hawser.policy.Failures.refused;
import static io.hawser.policy.Failures.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a series calls stable, tells its policy, and takes from it. */
class RetrySeriesTest extends TimedSeries {
  @Test
  void aConnectionIsStableAfterTenSecondsOrTheLastDelay() {
    series.attemptStarts(moment());
    assertThat(series.opened()).hasSeconds(10);
    series.ended(byPeer(1006), Duration.ZERO, moment());
    Duration longest = Duration.ZERO;
    for (int n = 0; n < 40; n++) {
      longest = delayAfter(refused());
    }
    series.attemptStarts(moment());
    assertThat(series.opened()).isEqualTo(Spans.greater(Duration.ofSeconds(10), longest));
  }

  @Test
  void aVerdictMayNameAnotherException() {
    var other = status(418);
    series =
        new RetrySeries(RetryPolicy.of(e -> Verdict.fail(other)), PACE, random, refused -> true);
    assertThat(thrown(fails(refused()))).isSameAs(other);
  }

  @Test
  void whatAPolicyThrowsIsThrown() {
    var bug = new IllegalStateException("a bug");
    series =
        new RetrySeries(
            attempt -> {
              throw bug;
            },
            PACE,
            random,
            refused -> true);
    assertThatThrownBy(() -> fails(refused())).isSameAs(bug);
  }

  @Test
  void aPolicyIsShownTheAttemptInItsSeries() {
    var seen = new ArrayList<Attempt>();
    series =
        new RetrySeries(
            attempt -> {
              seen.add(attempt);
              return null;
            },
            PACE,
            random,
            refused -> true);
    waited(opensAndEnds(byPeer(1012), true));
    var since = Instant.EPOCH.plus(OPEN);
    delayAfter(status(401));
    delayAfter(refused());
    assertThat(seen).extracting(Attempt::number).isEqualTo(List.of(1, 2));
    assertThat(seen).extracting(Attempt::since).containsOnly(since);
    assertThat(seen).extracting(Attempt::credentialsRefreshed).isEqualTo(List.of(false, true));
    assertThat(seen)
        .allSatisfy(attempt -> assertThat(attempt.lastClose()).isEqualTo(byPeer(1012).closure()));
    assertThat(seen.get(1).now()).isAfter(seen.get(0).now());
  }

  @Test
  void nonsenseIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PACE.withMaxAttempts(0))
        .withMessage("maxAttempts: 0; must be positive");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PACE.withMaxElapsed(Duration.ZERO))
        .withMessage("maxElapsed: PT0S; must be 1 ms or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PACE.withFirstDelay(Duration.ofMillis(-1)))
        .withMessage("firstDelay: PT-0.001S; must be PT0S to PT24H");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PACE.withStableAfter(Duration.ofDays(2)))
        .withMessage("stableAfter: PT48H; must be PT0S to PT24H");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PACE.withMaxRetryAfter(Duration.ofMillis(-1)))
        .withMessage("maxRetryAfter: PT-0.001S; must be PT0S to PT24H");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Verdict.retryAfter(Duration.ofMillis(-1)))
        .withMessage("floor: PT-0.001S; must not be negative");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Attempt.builder(refused()).number(0))
        .withMessage("number: 0; must be positive");
  }
}
