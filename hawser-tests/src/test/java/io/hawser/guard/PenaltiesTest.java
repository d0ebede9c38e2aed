package io.hawser.guard;

import static io.hawser.guard.Visitors.failure;
import static io.hawser.guard.Visitors.source;
import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.handshake.FailureKind;
import io.hawser.observe.Denial;
import io.hawser.observe.HandshakeGuard;
import io.hawser.observe.Source;
import io.hawser.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sources that are refused for what they did. */
class PenaltiesTest {
  private static final Source SOURCE = source("203.0.113.7");

  private static final Set<FailureKind> PENALTIES =
      EnumSet.of(
          FailureKind.TIMEOUT,
          FailureKind.TLS_FAILED,
          FailureKind.TLS_ON_PLAIN_PORT,
          FailureKind.NOT_HTTP,
          FailureKind.MALFORMED,
          FailureKind.TOO_LARGE,
          FailureKind.BODY,
          FailureKind.BAD_HOST,
          FailureKind.PROTOCOL_VERSION,
          FailureKind.INVALID_KEY,
          FailureKind.INVALID_HEADER,
          FailureKind.UNAUTHORIZED);

  private final ManualClock clock = new ManualClock();
  private final Guard guard = builder().build();
  private final Visitors visitors = new Visitors(guard);

  private Guard.Builder builder() {
    return Guard.builder().time(clock, () -> 0);
  }

  @ParameterizedTest
  @EnumSource(FailureKind.class)
  void onlyPenaltiesLeadToRefusal(FailureKind kind) {
    visitors.fails(SOURCE, kind, 20);

    assertThat(visitors.asks(SOURCE) != null).isEqualTo(PENALTIES.contains(kind));
  }

  @Test
  void lateHookIsNoPenalty() {
    for (int i = 0; i < 40; i++) {
      visitors.fails(SOURCE, failure(FailureKind.TIMEOUT, 503));
    }

    assertThat(visitors.asks(SOURCE)).isNull();
  }

  @Test
  void nineteenAMinuteAreTolerated() {
    for (int minute = 0; minute < 10; minute++) {
      visitors.fails(SOURCE, FailureKind.MALFORMED, 19);
      assertThat(visitors.asks(SOURCE)).isNull();
      clock.advance(Duration.ofMinutes(1));
    }
  }

  @Test
  void twentiethIsFollowedByRefusalForAMinute() {
    visitors.fails(SOURCE, FailureKind.MALFORMED, 20);

    Denial denial = visitors.asks(SOURCE);
    assertThat(denial).isNotNull();
    assertThat(denial.kind()).isEqualTo(FailureKind.RATE_LIMITED);
    assertThat(denial.retryAfter()).isEqualTo(Duration.ofSeconds(60));

    clock.advance(Duration.ofMillis(59_500));
    assertThat(visitors.asks(SOURCE).retryAfterSeconds()).isEqualTo(1);
    clock.advance(Duration.ofMillis(500));
    assertThat(visitors.asks(SOURCE)).isNull();
  }

  @Test
  void othersAreNotRefused() {
    visitors.fails(SOURCE, FailureKind.MALFORMED, 20);

    assertThat(visitors.asks(source("203.0.113.8"))).isNull();
    assertThat(guard.penalised()).isEqualTo(1);
  }

  @Test
  void oneNetworkOfIpv6IsOneSource() {
    visitors.fails(source("2001:db8::1"), FailureKind.MALFORMED, 10);
    visitors.fails(source("2001:db8::2"), FailureKind.MALFORMED, 10);

    assertThat(visitors.asks(source("2001:db8::3"))).isNotNull();
    assertThat(visitors.asks(source("2001:db8:0:1::3"))).isNull();
  }

  @Test
  void refusalDoublesUpToFifteenMinutes() {
    long[] seconds = {60, 120, 240, 480, 900, 900};
    for (long expected : seconds) {
      visitors.fails(SOURCE, FailureKind.MALFORMED, 20);
      Duration refused = visitors.asks(SOURCE).retryAfter();
      assertThat(refused).isEqualTo(Duration.ofSeconds(expected));
      clock.advance(refused);
      assertThat(visitors.asks(SOURCE)).isNull();
    }
  }

  @Test
  void refusalBeginsAnewAfterGoodBehaviour() {
    visitors.fails(SOURCE, FailureKind.MALFORMED, 20);
    clock.advance(Duration.ofSeconds(60));
    clock.advance(Duration.ofMinutes(15));
    visitors.fails(SOURCE, FailureKind.MALFORMED, 20);

    assertThat(visitors.asks(SOURCE).retryAfter()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void refusalOnceOverNeedsAllPenaltiesAgain() {
    visitors.fails(SOURCE, FailureKind.MALFORMED, 20);
    clock.advance(Duration.ofSeconds(60));
    visitors.fails(SOURCE, FailureKind.MALFORMED, 19);

    assertThat(visitors.asks(SOURCE)).isNull();
  }

  @Test
  void whatIsUnderWayWhenRefusalBeginsDoesNotProlongIt() {
    var pending = new ArrayList<HandshakeGuard.Visit>();
    for (int i = 0; i < 30; i++) {
      pending.add(visitors.pending(SOURCE));
    }
    pending.forEach(visit -> visit.failed(failure(FailureKind.TIMEOUT, 408)));

    assertThat(visitors.asks(SOURCE).retryAfter()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void firstRefusalIsAnsweredAsOftenAsThereArePenaltiesAndThenClosedAtOnce() {
    visitors.fails(SOURCE, FailureKind.MALFORMED, 20);

    for (int i = 0; i < 20; i++) {
      var visit = guard.visit();
      assertThat(visit.accepted(SOURCE)).isNull();
      assertThat(visit.requested(SOURCE)).isNotNull();
      visit.failed(failure(FailureKind.RATE_LIMITED, 429));
    }
    Denial denial = guard.visit().accepted(SOURCE);
    assertThat(denial).isNotNull();
    assertThat(denial.kind()).isEqualTo(FailureKind.RATE_LIMITED);
  }

  /** Junk is answered before it is asked whose it is. */
  @Test
  void whoGoesOnWithJunkWhenRefusedIsClosedAtOnceToo() {
    visitors.fails(SOURCE, FailureKind.NOT_HTTP, 20);
    visitors.fails(SOURCE, FailureKind.NOT_HTTP, 19);
    assertThat(guard.visit().accepted(SOURCE)).isNull();

    visitors.fails(SOURCE, FailureKind.NOT_HTTP, 1);
    assertThat(guard.visit().accepted(SOURCE)).isNotNull();
    clock.advance(Duration.ofSeconds(60));
    assertThat(guard.visit().accepted(SOURCE)).isNull();
  }

  @Test
  void secondRefusalIsClosedAtOnce() {
    visitors.fails(SOURCE, FailureKind.MALFORMED, 20);
    clock.advance(Duration.ofSeconds(60));
    assertThat(guard.visit().accepted(SOURCE)).isNull();
    visitors.fails(SOURCE, FailureKind.MALFORMED, 20);

    assertThat(guard.visit().accepted(SOURCE)).isNotNull();
    clock.advance(Duration.ofMinutes(2));
    assertThat(guard.visit().accepted(SOURCE)).isNull();
  }

  @Test
  void whoHasSucceededWithinTheHourMayMistypePasswords() {
    visitors.opens(SOURCE);
    clock.advance(Duration.ofMinutes(59));
    visitors.fails(SOURCE, FailureKind.UNAUTHORIZED, 100);
    assertThat(visitors.asks(SOURCE)).isNull();

    clock.advance(Duration.ofMinutes(2));
    visitors.fails(SOURCE, FailureKind.UNAUTHORIZED, 20);
    assertThat(visitors.asks(SOURCE)).isNotNull();
  }

  @Test
  void whoHasSucceededIsRefusedForOtherPenalties() {
    visitors.opens(SOURCE);
    visitors.fails(SOURCE, FailureKind.NOT_HTTP, 20);

    assertThat(visitors.asks(SOURCE)).isNotNull();
  }

  @Test
  void loopbackIsExemptUnlessItIsLimitedToo() {
    var lenient = new Visitors(guard);
    var strict = new Visitors(builder().limitLoopback().build());
    for (String address : new String[] {"127.0.0.1", "127.8.9.10", "::1"}) {
      Source loopback = source(address);
      lenient.fails(loopback, FailureKind.MALFORMED, 100);
      assertThat(lenient.asks(loopback)).isNull();
      strict.fails(loopback, FailureKind.MALFORMED, 20);
      assertThat(strict.asks(loopback)).as(address).isNotNull();
    }
    assertThat(guard.remembered()).isZero();
  }

  @Test
  void peersWithoutSourceAreNotRefused() {
    visitors.fails(Source.none(), FailureKind.MALFORMED, 100);

    assertThat(visitors.asks(Source.none())).isNull();
    assertThat(guard.remembered()).isZero();
  }

  @Test
  void penaltiesGoToWhomTheProxyNames() {
    Source proxy = source("198.51.100.1");
    for (int i = 0; i < 20; i++) {
      var visit = guard.visit();
      assertThat(visit.accepted(Source.none())).isNull();
      assertThat(visit.requested(SOURCE)).isNull();
      visit.failed(failure(FailureKind.INVALID_KEY, 400));
    }

    assertThat(visitors.asks(SOURCE)).isNotNull();
    assertThat(visitors.asks(proxy)).isNull();
  }

  @Test
  void withoutThisBudgetNobodyIsRefused() {
    var lenient = new Visitors(builder().without(Budget.PENALTIES_PER_SOURCE).build());
    lenient.fails(SOURCE, FailureKind.MALFORMED, 1000);

    assertThat(lenient.asks(SOURCE)).isNull();
  }

  @Test
  void otherNumbersAreKept() {
    var other =
        new Visitors(
            builder()
                .penaltiesPerSource(3, Duration.ofSeconds(10))
                .refusal(Duration.ofSeconds(5), Duration.ofSeconds(7))
                .build());
    other.fails(SOURCE, FailureKind.MALFORMED, 3);
    assertThat(other.asks(SOURCE).retryAfter()).isEqualTo(Duration.ofSeconds(5));
    clock.advance(Duration.ofSeconds(5));
    other.fails(SOURCE, FailureKind.MALFORMED, 3);
    assertThat(other.asks(SOURCE).retryAfter()).isEqualTo(Duration.ofSeconds(7));
  }
}
