package io.hawser.policy;

import static io.hawser.policy.Failures.byPeer;
import static io.hawser.policy.Failures.refused;
import static io.hawser.policy.Failures.status;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a series waits before its next attempt. */
class RetryDelaysTest extends TimedSeries {
  @Test
  void delaysFollowTheCeilings() {
    for (int n = 0; n < 30; n++) {
      assertThat(delayAfter(refused()))
          .isBetween(Duration.ofMillis(100), Backoff.exponential().ceiling(n));
    }
    assertThat(series.number()).isEqualTo(30);
  }

  @Test
  void aServerThatAcceptsAndHangsUpAThousandTimesSeesTheFullBackoff() {
    int attempts = 0;
    while (now.compareTo(Duration.ofMinutes(1)) < 0) {
      waited(opensAndEnds(byPeer(1006), false));
      attempts++;
    }
    assertThat(attempts).as("attempts in the first minute, seed %d", seed).isLessThan(20);
    while (attempts++ < 1000) {
      waited(opensAndEnds(byPeer(1000), false));
    }
    assertThat(now).as("a thousand attempts").isGreaterThan(Duration.ofHours(6));
  }

  @Test
  void afterAStableConnectionTheFirstDelayIsWithinFiveSeconds() {
    var drawn = new ArrayList<Duration>();
    for (int run = 0; run < 500; run++) {
      for (int n = 0; n < 5; n++) {
        delayAfter(refused());
      }
      drawn.add(waited(opensAndEnds(byPeer(1001), true)));
      // the next one is drawn from no narrower a window
      assertThat(delayAfter(refused())).isLessThan(Backoff.exponential().ceiling(4));
    }
    assertThat(drawn)
        .as("seed %d", seed)
        .allMatch(delay -> delay.compareTo(Duration.ofSeconds(5)) < 0)
        .anyMatch(delay -> delay.compareTo(Duration.ofMillis(250)) < 0)
        .anyMatch(delay -> delay.compareTo(Duration.ofMillis(4750)) > 0);
  }

  @Test
  void delaysBehindTheFirstAreDrawnFromNoNarrowerWindow() {
    var widest = Duration.ZERO;
    for (int run = 0; run < 500; run++) {
      waited(opensAndEnds(byPeer(1001), true));
      widest = Spans.greater(widest, delayAfter(refused()));
    }
    assertThat(widest).as("seed %d", seed).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(7));
    series = series(PACE.withFirstDelay(Duration.ZERO));
    for (int run = 0; run < 100; run++) {
      assertThat(waited(opensAndEnds(byPeer(1001), true))).isZero();
      assertThat(delayAfter(refused())).isLessThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void aWindowBeyondTheCapIsFollowedByDelaysUnderTheCap() {
    series = series(PACE.withFirstDelay(Duration.ofHours(1)));
    for (int run = 0; run < 100; run++) {
      waited(opensAndEnds(byPeer(1001), true));
      assertThat(delayAfter(refused())).isLessThan(Duration.ofSeconds(60));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1002, 1003, 1007, 1009, 1010})
  void backoffIsKeptAfterStableConnectionsThatWillEndTheSameWay(int code) {
    for (int n = 0; n < 12; n++) {
      waited(opensAndEnds(byPeer(code), true));
    }
    Duration longest = Duration.ZERO;
    for (int run = 0; run < 100; run++) {
      longest = Spans.greater(longest, waited(opensAndEnds(byPeer(code), true)));
    }
    assertThat(longest).as("seed %d", seed).isGreaterThan(Duration.ofSeconds(40));
  }

  @Test
  void aPeerThatSaysTryAgainLaterIsNotAskedForTenSeconds() {
    for (boolean stable : new boolean[] {true, false}) {
      for (int run = 0; run < 100; run++) {
        series = series(PACE);
        var decision = (Decision.Wait) opensAndEnds(byPeer(1013), stable);
        assertThat(decision.floor()).hasSeconds(10);
        assertThat(decision.delay()).isBetween(Duration.ofMillis(10_100), Duration.ofSeconds(20));
      }
    }
  }

  @Test
  void retryAfterIsClamped() {
    var decision = (Decision.Wait) fails(status(503, "Retry-After", "86400"));
    assertThat(decision.floor()).hasMinutes(10);
    assertThat(decision.delay())
        .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(10).plusSeconds(30));
    series = series(PACE.withMaxRetryAfter(Duration.ofSeconds(3)));
    assertThat(((Decision.Wait) fails(status(429, "Retry-After", "86400"))).floor()).hasSeconds(3);
  }
}
