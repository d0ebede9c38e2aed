package io.hawser.policy;

import static io.hawser.policy.Failures.byPeer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that come back spread over the time that a server asks for. */
class SpreadTest extends TimedSeries {
  @Test
  void theFirstDelayIsInTheSpreadTheServerAskedFor() {
    var widest = Duration.ZERO;
    for (int run = 0; run < 500; run++) {
      var closed = byPeer(1012, "reload; " + Spread.reason(Duration.ofSeconds(60)));
      widest = Spans.greater(widest, waited(opensAndEnds(closed, true)));
    }
    assertThat(widest).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
  }

  @Test
  void aSpreadIsHeldToTheLongestWait() {
    series = series(PACE.withMaxRetryAfter(Duration.ofSeconds(1)));
    for (int run = 0; run < 100; run++) {
      var closed = byPeer(1012, Spread.reason(Duration.ofDays(10)));
      assertThat(waited(opensAndEnds(closed, true))).isLessThan(Duration.ofSeconds(1));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "reconnect-within=", "reconnect-within=x", "reconnect-within=1234567", "x"})
  void otherReasonsAskForNoSpread(String reason) {
    assertThat(Spread.asked(byPeer(1012, reason).closure())).isEmpty();
  }

  @Test
  void onlyThoseThatGoAwayAskForASpread() {
    assertThat(Spread.asked(byPeer(1001, "reconnect-within=30").closure()))
        .contains(Duration.ofSeconds(30));
    assertThat(Spread.asked(byPeer(1000, "reconnect-within=30").closure())).isEmpty();
    assertThat(Spread.asked(byPeer(1006).closure())).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> Spread.reason(Duration.ZERO));
  }
}
