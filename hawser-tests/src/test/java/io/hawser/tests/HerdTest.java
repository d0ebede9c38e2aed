package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.error.InvalidStatusException;
import io.hawser.model.CloseReason;
import io.hawser.policy.Backoff;
import io.hawser.policy.Pace;
import io.hawser.policy.RetryPolicy;
import io.hawser.policy.Spread;
import io.hawser.policy.Verdict;
import io.hawser.testkit.Herd;
import io.hawser.testkit.Homecoming;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The simulator of a herd: what it does with clients, and that it does it again. */
class HerdTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static Duration untilAllAreBack(Homecoming all) {
    return all.untilBack(1).orElseThrow();
  }

  @Test
  void theSameSeedGivesTheSameFigures() {
    Homecoming once = Herd.of(500).seed(7).handshakesPerSecond(50).simulate();
    Homecoming again = Herd.of(500).seed(7).handshakesPerSecond(50).simulate();
    Homecoming other = Herd.of(500).seed(8).handshakesPerSecond(50).simulate();
    assertThat(again.perSecond()).isEqualTo(once.perSecond());
    assertThat(again.untilBack(1)).isEqualTo(once.untilBack(1));
    assertThat(other.perSecond()).isNotEqualTo(once.perSecond());
  }

  @Test
  void aServerThatIsThereTakesAllAtTheirFirstAttempt() {
    Homecoming all = Herd.of(1000).down(Duration.ZERO).simulate();
    assertThat(all.clients()).isEqualTo(1000);
    assertThat(all.attempts()).isEqualTo(1000);
    assertThat(Arrays.stream(all.perSecond()).sum()).isEqualTo(1000);
    assertThat(untilAllAreBack(all)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5));
  }

  @Test
  void nobodyIsBackWhileTheServerIsDown() {
    Homecoming all = Herd.of(1000).down(Duration.ofSeconds(60)).simulate();
    assertThat(all.untilBack(0.001).orElseThrow()).isGreaterThanOrEqualTo(Duration.ofSeconds(60));
    assertThat(all.untilBack(1)).isPresent();
    assertThat(all.attempts()).isGreaterThan(5000);
  }

  @Test
  void aServerServesNoMoreThanItCan() {
    Homecoming all = Herd.of(1000).down(Duration.ZERO).handshakesPerSecond(100).simulate();
    assertThat(untilAllAreBack(all)).isGreaterThanOrEqualTo(Duration.ofSeconds(10));
    assertThat(all.untilBack(0.5).orElseThrow()).isGreaterThanOrEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void withoutJitterAllComeAtOnce() {
    Homecoming all =
        Herd.of(1000).delays(Backoff.of(SECOND, SECOND)).down(Duration.ofSeconds(2)).simulate();
    assertThat(all.perSecond()).containsExactly(0, 1000, 1000);
    assertThat(untilAllAreBack(all)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void aSecondMayBeginAnyTime() {
    Iterator<Duration> delays = List.of(Duration.ofMillis(600), Duration.ofMillis(1500)).iterator();
    Backoff oneEach = random -> floor -> Optional.of(delays.next());
    Homecoming both = Herd.of(2).delays(oneEach).down(Duration.ZERO).simulate();
    assertThat(both.perSecond()).containsExactly(1, 1);
    assertThat(both.mostPerSecond(Duration.ZERO)).isEqualTo(2);
    assertThat(both.mostPerSecond(Duration.ofMillis(600))).isEqualTo(2);
    assertThat(both.mostPerSecond(Duration.ofMillis(601))).isEqualTo(1);
    assertThat(both.mostPerSecond(Duration.ofSeconds(9))).isZero();
  }

  @Test
  void whoHasTriedEnoughGivesUp() {
    Homecoming none =
        Herd.of(100).pace(Pace.defaults().withMaxAttempts(3)).down(Duration.ofHours(1)).simulate();
    assertThat(none.gaveUp()).isEqualTo(100);
    assertThat(none.attempts()).isEqualTo(300);
    assertThat(none.untilBack(0.01)).isEmpty();
  }

  @Test
  void aFormulaThatEndsGivesUp() {
    Homecoming none = Herd.of(100).delays(Backoff.of(SECOND)).simulate();
    assertThat(none.gaveUp()).isEqualTo(100);
    assertThat(none.attempts()).isEqualTo(100);
  }

  @Test
  void aPolicyOfOnesOwnIsAsked() {
    RetryPolicy proud =
        RetryPolicy.of(e -> e instanceof InvalidStatusException ? Verdict.fail(e) : null);
    Homecoming some =
        Herd.of(100)
            .policy(proud)
            .handshakesPerSecond(1)
            .longestLine(Duration.ofSeconds(1))
            .simulate();
    assertThat(some.gaveUp()).isPositive();
    assertThat(some.untilBack(1 - some.gaveUp() / 100.0)).isPresent();
    assertThat(some.untilBack(1)).isEmpty();
  }

  @Test
  void whoIsRefusedHeedsRetryAfter() {
    Homecoming all =
        Herd.of(100)
            .down(Duration.ZERO)
            .handshakesPerSecond(10)
            .longestLine(Duration.ofSeconds(1))
            .retryAfter(Duration.ofSeconds(30))
            .simulate();
    assertThat(Arrays.copyOfRange(all.perSecond(), 5, 30)).containsOnly(0);
    assertThat(untilAllAreBack(all)).isGreaterThan(Duration.ofSeconds(30));
  }

  @Test
  void whoWaitsTooLongLeavesAndTheWorkIsInVain() {
    Homecoming some =
        Herd.of(100)
            .delays(Backoff.of(Duration.ZERO))
            .down(Duration.ZERO)
            .handshakesPerSecond(10)
            .openTimeout(SECOND)
            .simulate();
    assertThat(some.timeouts()).isEqualTo(90);
    assertThat(some.gaveUp()).isEqualTo(90);
    assertThat(some.untilBack(0.1)).contains(SECOND);
    assertThat(some.untilBack(0.11)).isEmpty();
  }

  @Test
  void aServerMayAskForASpread() {
    Homecoming all =
        Herd.of(1000)
            .down(Duration.ZERO)
            .closedWith(CloseReason.of(1012, Spread.reason(Duration.ofSeconds(30))))
            .simulate();
    assertThat(all.mostPerSecond(Duration.ZERO)).isLessThan(100);
    assertThat(untilAllAreBack(all)).isBetween(Duration.ofSeconds(29), Duration.ofSeconds(30));
  }

  @Test
  void watchingEnds() {
    Homecoming none =
        Herd.of(10).down(Duration.ofHours(2)).watched(Duration.ofMinutes(1)).simulate();
    assertThat(none.perSecond()).hasSizeLessThanOrEqualTo(60);
    assertThat(none.untilBack(0.1)).isEmpty();
    assertThat(none.gaveUp()).isZero();
  }

  @Test
  void nonsenseIsRejected() {
    assertThatThrownBy(() -> Herd.of(0)).hasMessage("clients: 0; must be positive");
    Herd herd = Herd.of(1);
    assertThatThrownBy(() -> herd.handshakesPerSecond(0)).hasMessageContaining("Second: 0; must");
    assertThatThrownBy(() -> herd.down(SECOND.negated())).hasMessageContaining("down: PT-1S; must");
    assertThatThrownBy(() -> herd.openTimeout(Duration.ZERO)).hasMessageContaining("openTimeout");
    assertThatThrownBy(() -> herd.longestLine(Duration.ZERO)).hasMessageContaining("longestLine");
    assertThatThrownBy(() -> herd.retryAfter(Duration.ZERO)).hasMessageContaining("retryAfter");
    assertThatThrownBy(() -> herd.watched(Duration.ZERO)).hasMessageContaining("watched");
    assertThatThrownBy(() -> herd.simulate().untilBack(0)).hasMessageContaining("share: 0.0; must");
  }
}
