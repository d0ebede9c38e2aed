package io.hawser.policy;

import static io.hawser.policy.Failures.byPeer;
import static io.hawser.policy.Failures.refused;
import static io.hawser.policy.Failures.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.error.ConnectionClosedException;
import io.hawser.error.HandshakeException;
import io.hawser.error.ProxyException;
import io.hawser.error.RetriesExhaustedException;
import io.hawser.error.WebSocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts from one stable connection to the next, on a clock of numbers. */
class RetrySeriesTest {
  private static final Duration OPEN = Duration.ofSeconds(20);
  private static final Pace PACE = Pace.defaults();

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private Duration now = Duration.ZERO;
  private RetrySeries series = series(PACE);

  RetrySeriesTest() {
    System.out.println("seed of series: " + seed);
  }

  private RetrySeries series(Pace pace) {
    return new RetrySeries(RetryPolicy.standard(), pace, random, refused -> true);
  }

  private Moment moment() {
    return new Moment(now.toNanos(), Instant.EPOCH.plus(now));
  }

  private Decision fails(HandshakeException exception) {
    series.attemptStarts(moment());
    return series.failed(exception, moment());
  }

  /** Fails, and waits. */
  private Duration delayAfter(HandshakeException exception) {
    return waited(fails(exception));
  }

  private Decision opensAndEnds(ConnectionClosedException how, boolean stable) {
    series.attemptStarts(moment());
    series.opened();
    if (stable) {
      now = now.plus(OPEN);
      series.stable();
    }
    return series.ended(how, stable ? OPEN : Duration.ZERO, moment());
  }

  private Duration waited(Decision decision) {
    assertThat(decision).as("seed %d", seed).isInstanceOf(Decision.Wait.class);
    Duration delay = ((Decision.Wait) decision).delay();
    now = now.plus(delay);
    return delay;
  }

  private static WebSocketException thrown(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.GiveUp.class);
    return ((Decision.GiveUp) decision).exception();
  }

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

  @ParameterizedTest
  @ValueSource(ints = {401, 407})
  void credentialsAreRefreshedOnceInARow(int status) {
    var first = (Decision.Wait) fails(status(status));
    assertThat(first.refreshes()).isTrue();
    waited(fails(status(503)));
    var second = status(status);
    var gaveUp = (Decision.GiveUp) fails(second);
    assertThat(gaveUp.exception()).isSameAs(second);
    assertThat(gaveUp.credentialsRefused()).isTrue();
  }

  @Test
  void aConnectionThatOpensButIsToldOffAgainHasNotAcceptedTheCredentials() {
    assertThat(((Decision.Wait) opensAndEnds(byPeer(1008), false)).refreshes()).isTrue();
    var gaveUp = (Decision.GiveUp) opensAndEnds(byPeer(1008), false);
    assertThat(gaveUp.exception()).isInstanceOf(ConnectionClosedException.class);
    assertThat(gaveUp.credentialsRefused()).isTrue();
  }

  @Test
  void afterAStableConnectionCredentialsAreRefreshedAgain() {
    for (int run = 0; run < 3; run++) {
      assertThat(((Decision.Wait) fails(status(401))).refreshes()).isTrue();
      assertThat(((Decision.Wait) opensAndEnds(byPeer(3000), true)).refreshes()).isTrue();
      waited(opensAndEnds(byPeer(1001), true));
    }
  }

  @Test
  void withoutASupplierRefusedCredentialsFailAtOnce() {
    series = new RetrySeries(RetryPolicy.standard(), PACE, random, refused -> false);
    var refused = status(401);
    var gaveUp = (Decision.GiveUp) fails(refused);
    assertThat(gaveUp.exception()).isSameAs(refused);
    assertThat(gaveUp.credentialsRefused()).isTrue();
  }

  @Test
  void theProxysCredentialsAreRefreshedApartFromTheServers() {
    assertThat(((Decision.Wait) fails(Failures.proxy(407))).refreshes()).isTrue();
    assertThat(((Decision.Wait) fails(status(401))).refreshes()).isTrue();
    var second = Failures.proxy(407);
    var gaveUp = (Decision.GiveUp) fails(second);
    assertThat(gaveUp.exception()).isSameAs(second);
    assertThat(gaveUp.credentialsRefused()).isTrue();
  }

  @Test
  void afterAStableConnectionTheProxysCredentialsAreRefreshedAgain() {
    for (int run = 0; run < 3; run++) {
      assertThat(((Decision.Wait) fails(Failures.proxy(407))).refreshes()).isTrue();
      waited(opensAndEnds(byPeer(1001), true));
    }
  }

  @Test
  void whetherCredentialsCanBeRefreshedIsAskedOfTheRefusal() {
    series =
        new RetrySeries(RetryPolicy.standard(), PACE, random, ProxyException.class::isInstance);
    assertThat(fails(Failures.proxy(407))).isInstanceOf(Decision.Wait.class);
    assertThat(fails(status(401))).isInstanceOf(Decision.GiveUp.class);
  }

  @Test
  void otherFailuresAreNotAboutCredentials() {
    for (int status : new int[] {403, 404, 426}) {
      assertThat(((Decision.GiveUp) fails(status(status))).credentialsRefused()).isFalse();
    }
    assertThat(((Decision.GiveUp) opensAndEnds(byPeer(3003), false)).credentialsRefused())
        .isFalse();
    assertThat(((Decision.GiveUp) fails(Failures.proxy(403))).credentialsRefused()).isFalse();
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
