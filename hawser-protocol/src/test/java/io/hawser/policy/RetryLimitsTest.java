package io.hawser.policy;

import static io.hawser.policy.Failures.byPeer;
import static io.hawser.policy.Failures.refused;
import static io.hawser.policy.Failures.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.error.ConnectionClosedException;
import io.hawser.error.HandshakeException;
import io.hawser.error.RetriesExhaustedException;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** When a series of attempts is given up. */
class RetryLimitsTest extends TimedSeries {
  @Test
  void attemptsAreExhausted() {
    series = series(PACE.withMaxAttempts(3));
    delayAfter(refused());
    delayAfter(refused());
    var last = refused();
    var thrown = (RetriesExhaustedException) thrown(fails(last));
    assertThat(thrown).hasCause(last);
    assertThat(thrown.attempts()).isEqualTo(3);
    assertThat(thrown.elapsed()).isEqualTo(now);
    assertThat(thrown.getSuppressed()).hasSize(2);
  }

  @Test
  void connectionsThatWereNotStableCountAsAttempts() {
    series = series(PACE.withMaxAttempts(2));
    waited(opensAndEnds(byPeer(1006), false));
    assertThat(thrown(opensAndEnds(byPeer(1001), false)))
        .isInstanceOf(RetriesExhaustedException.class)
        .hasCauseInstanceOf(ConnectionClosedException.class);
  }

  @Test
  void aStableConnectionStartsTheCountAnew() {
    series = series(PACE.withMaxAttempts(2).withMaxElapsed(Duration.ofMinutes(1)));
    for (int run = 0; run < 10; run++) {
      delayAfter(refused());
      waited(opensAndEnds(byPeer(1001), true));
      assertThat(series.number()).isZero();
    }
  }

  @Test
  void theLastEightFailuresAreKept() {
    var failures = new ArrayList<HandshakeException>();
    series = series(PACE.withMaxAttempts(20));
    Decision decision = null;
    for (int n = 0; n < 20; n++) {
      failures.add(refused());
      decision = fails(failures.getLast());
    }
    assertThat(thrown(decision)).hasCause(failures.get(19));
    assertThat(thrown(decision).getSuppressed())
        .containsExactlyElementsOf(failures.subList(11, 19));
  }

  @Test
  void timeIsExhausted() {
    var limit = Duration.ofSeconds(20);
    series = series(PACE.withMaxElapsed(limit));
    Decision decision = fails(refused());
    while (decision instanceof Decision.Wait wait) {
      now = now.plus(wait.delay());
      assertThat(now).isLessThanOrEqualTo(limit);
      decision = fails(refused());
    }
    assertThat(thrown(decision)).isInstanceOf(RetriesExhaustedException.class);
    assertThat(now).as("one attempt at the very end").isEqualTo(limit);
  }

  @Test
  void aFloorBeyondTheTimeGivesUpAtOnce() {
    series = series(PACE.withMaxElapsed(Duration.ofSeconds(30)));
    var unavailable = status(503, "Retry-After", "31");
    assertThat(thrown(fails(unavailable)))
        .isInstanceOf(RetriesExhaustedException.class)
        .hasCause(unavailable);
  }

  @Test
  void aFloorWithinTheTimeIsNotCutShort() {
    series = series(PACE.withMaxElapsed(Duration.ofSeconds(30)));
    assertThat(delayAfter(status(503, "Retry-After", "29")))
        .isBetween(Duration.ofSeconds(29), Duration.ofSeconds(30));
  }

  @Test
  void aFiniteSeriesIsExhausted() {
    series = series(PACE.withBackoff(Backoff.of(Duration.ofSeconds(1), Duration.ofSeconds(2))));
    assertThat(delayAfter(refused())).hasSeconds(1);
    assertThat(delayAfter(refused())).hasSeconds(2);
    var thrown = (RetriesExhaustedException) thrown(fails(refused()));
    assertThat(thrown.attempts()).isEqualTo(3);
    assertThat(thrown.elapsed()).hasSeconds(3);
  }
}
