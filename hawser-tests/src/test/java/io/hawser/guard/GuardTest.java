package io.hawser.guard;

import static io.hawser.guard.Visitors.failure;
import static io.hawser.guard.Visitors.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hawser.handshake.FailureKind;
import io.hawser.observe.Denial;
import io.hawser.observe.HandshakeGuard;
import io.hawser.observe.Source;
import io.hawser.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Budgets of what goes on at once, and how much is remembered of whom. */
class GuardTest {
  private static final Source SOURCE = source("203.0.113.7");
  private static final Source OTHER = source("203.0.113.8");

  private final ManualClock clock = new ManualClock();

  private Guard.Builder builder() {
    return Guard.builder().time(clock, new SplittableRandom(1));
  }

  @Test
  void handshakesOfASourceAreNotLimitedUnlessAskedFor() {
    var visitors = new Visitors(builder().build());
    for (int i = 0; i < 10_000; i++) {
      visitors.opens(SOURCE);
    }
  }

  @Test
  void handshakesOfASourceAreLimitedWhereAskedFor() {
    var visitors = new Visitors(builder().handshakesPerSource(6, Duration.ofMinutes(1)).build());
    for (int i = 0; i < 6; i++) {
      visitors.opens(SOURCE);
    }

    Denial denial = visitors.asks(SOURCE);
    assertThat(denial.kind()).isEqualTo(FailureKind.RATE_LIMITED);
    assertThat(denial.retryAfter()).isEqualTo(Duration.ofSeconds(10));
    assertThat(visitors.asks(OTHER)).isNull();
    clock.advance(Duration.ofSeconds(10));
    assertThat(visitors.asks(SOURCE)).isNull();
    assertThat(visitors.asks(SOURCE)).isNotNull();
  }

  @Test
  void thirtyThreePendingHandshakesOfASourceAreTooMany() {
    var visitors = new Visitors(builder().build());
    var visits = new ArrayList<HandshakeGuard.Visit>();
    for (int i = 0; i < 32; i++) {
      visits.add(visitors.pending(SOURCE));
      assertThat(visits.getLast().requested(SOURCE)).isNull();
    }

    Denial denial = visitors.asks(SOURCE);
    assertThat(denial.kind()).isEqualTo(FailureKind.OVERLOADED);
    assertThat(visitors.asks(OTHER)).isNull();
    visits.getFirst().failed(failure(FailureKind.DISCONNECTED, 0));
    assertThat(visitors.asks(SOURCE)).isNull();
    visits.get(1).opened();
    visitors.pending(SOURCE);
    assertThat(visitors.asks(SOURCE)).isNull();
  }

  @Test
  void twiceAsManyPendingOfASourceAreClosedBeforeAByte() {
    var guard = builder().build();
    var visitors = new Visitors(guard);
    for (int i = 0; i < 64; i++) {
      visitors.pending(SOURCE);
    }

    Denial denial = guard.visit().accepted(SOURCE);
    assertThat(denial.kind()).isEqualTo(FailureKind.OVERLOADED);
    assertThat(guard.visit().accepted(OTHER)).isNull();
  }

  @Test
  void moreThanAThousandPendingHandshakesAreTooMany() {
    var guard = builder().build();
    var visitors = new Visitors(guard);
    for (int i = 0; i < 1024; i++) {
      visitors.pending(source(i));
    }
    assertThat(visitors.asks(OTHER).kind()).isEqualTo(FailureKind.OVERLOADED);
    // of no source in particular, yet it is one of all
    assertThat(visitors.asks(Source.none()).kind()).isEqualTo(FailureKind.OVERLOADED);

    for (int i = 1024; i < 2048; i++) {
      visitors.pending(source(i));
    }
    assertThat(guard.visit().accepted(OTHER).kind()).isEqualTo(FailureKind.OVERLOADED);
  }

  @Test
  void connectionsOfASourceAreLimitedWhereAskedFor() {
    var visitors = new Visitors(builder().connectionsPerSource(2).build());
    var first = visitors.open(SOURCE);
    visitors.open(SOURCE);

    assertThat(visitors.asks(SOURCE).kind()).isEqualTo(FailureKind.OVERLOADED);
    assertThat(visitors.asks(OTHER)).isNull();
    first.closed();
    assertThat(visitors.asks(SOURCE)).isNull();
  }

  @Test
  void connectionsOfAllAreLimited() {
    var visitors = new Visitors(builder().connections(2).build());
    var first = visitors.open(SOURCE);
    visitors.open(OTHER);

    assertThat(visitors.asks(source("203.0.113.9")).kind()).isEqualTo(FailureKind.OVERLOADED);
    first.closed();
    assertThat(visitors.asks(source("203.0.113.9"))).isNull();
  }

  @Test
  void connectionsAreNineTenthsOfTheFilesThatMayBeOpen() {
    var budgets = builder().build().budgets();

    assertThat(budgets.connections()).isEqualTo((int) (Descriptors.limit() * 0.9));
    assertThat(budgets.sockets()).isGreaterThan(budgets.connections());
  }

  @Test
  void overloadedPeersComeBackAtDifferentTimes() {
    var visitors = new Visitors(builder().pending(1).build());
    visitors.pending(OTHER);

    assertThat(Stream.generate(() -> visitors.asks(SOURCE)).limit(200))
        .extracting(Denial::retryAfterSeconds)
        .allSatisfy(seconds -> assertThat(seconds).isBetween(5L, 15L))
        .satisfies(all -> assertThat(all.stream().distinct()).hasSize(11));
  }

  @Test
  void everyBudgetCanBeSwitchedOff() {
    var builder =
        builder()
            .handshakesPerSource(1, Duration.ofHours(1))
            .penaltiesPerSource(1, Duration.ofHours(1))
            .pendingPerSource(1)
            .pending(1)
            .connectionsPerSource(1)
            .connections(1);
    for (Budget budget : Budget.values()) {
      builder.without(budget);
    }
    var visitors = new Visitors(builder.build());
    for (int i = 0; i < 100; i++) {
      visitors.open(SOURCE);
      visitors.pending(SOURCE);
      assertThat(visitors.fails(SOURCE, FailureKind.MALFORMED)).isNull();
    }
  }

  @Test
  void nothingIsLeftOfVisitsThatEnded() {
    var guard = builder().connectionsPerSource(1000).build();
    var visitors = new Visitors(guard);
    for (int i = 0; i < 100; i++) {
      visitors.opens(source(i));
      visitors.asks(source(i));
      var probe = guard.visit();
      probe.failed(failure(FailureKind.PROBE, 0));
      probe.closed();
      var answered = guard.visit();
      answered.accepted(SOURCE);
      answered.requested(SOURCE);
      answered.answered();
      answered.closed();
      var moved = guard.visit();
      moved.accepted(SOURCE);
      moved.accepted(OTHER);
      moved.requested(source(i));
      moved.failed(failure(FailureKind.NOT_FOUND, 404));
      moved.closed();
      // what ends once more counts no more
      moved.closed();
    }

    assertThat(guard.sockets()).hasValue(0);
    assertThat(guard.pending()).hasValue(0);
    assertThat(guard.connections()).hasValue(0);
    assertThat(guard.pendingOfSources().size()).isZero();
    assertThat(guard.connectionsOfSources().size()).isZero();
  }

  @Test
  void whatDidNothingForLongIsForgotten() {
    var guard = builder().build();
    var visitors = new Visitors(guard);
    visitors.fails(SOURCE, FailureKind.MALFORMED);
    visitors.opens(OTHER);
    assertThat(guard.remembered()).isEqualTo(2);

    clock.advance(Duration.ofMinutes(61));
    assertThat(guard.remembered()).isZero();
  }

  @Test
  void millionSourcesLeaveNoMoreThanAreRemembered() {
    var guard = builder().build();
    var visitors = new Visitors(guard);
    long before = usedHeap();
    for (int i = 0; i < 1_000_000; i++) {
      visitors.fails(source(i), FailureKind.MALFORMED);
    }

    assertThat(guard.remembered()).isBetween(90_000L, 100_000L);
    assertThat(guard.pendingOfSources().size()).isZero();
    long each = (usedHeap() - before) / guard.remembered();
    assertThat(each).isLessThan(1000);
    assertThat(guard.penalised()).isZero();
  }

  @Test
  void whoGoesOnStaysRefusedWhileOthersComeAndGo() {
    var guard = builder().sources(1000).build();
    var visitors = new Visitors(guard);
    visitors.fails(SOURCE, FailureKind.MALFORMED, 20);
    for (int i = 0; i < 100_000; i++) {
      visitors.fails(source(i), FailureKind.MALFORMED);
      if (i % 10 == 0) {
        assertThat(visitors.asks(SOURCE)).isNotNull();
      }
    }
  }

  @Test
  void countsAreExactWhateverHappensAtOnce() throws Exception {
    var guard =
        Guard.builder()
            .connectionsPerSource(1000)
            .pendingPerSource(1000)
            .without(Budget.PENALTIES_PER_SOURCE)
            .build();
    var start = new CountDownLatch(1);
    try (var threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> done = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        done.add(
            threads.submit(
                () -> {
                  var visitors = new Visitors(guard);
                  start.await();
                  for (int i = 0; i < 20_000; i++) {
                    visitors.opens(source(i % 3));
                    visitors.fails(source(i % 3), FailureKind.MALFORMED);
                  }
                  return null;
                }));
      }
      start.countDown();
      for (var future : done) {
        future.get(60, TimeUnit.SECONDS);
      }
    }

    assertThat(guard.sockets()).hasValue(0);
    assertThat(guard.pending()).hasValue(0);
    assertThat(guard.connections()).hasValue(0);
    assertThat(guard.pendingOfSources().size()).isZero();
    assertThat(guard.connectionsOfSources().size()).isZero();
  }

  @Test
  void manyAtOnceAreRefusedOnlyOnce() throws Exception {
    var guard = builder().build();
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (int t = 0; t < 4; t++) {
        var unused =
            threads.submit(() -> new Visitors(guard).fails(SOURCE, FailureKind.MALFORMED, 1000));
      }
    }

    var denial = new Visitors(guard).fails(SOURCE, FailureKind.MALFORMED);
    assertThat(denial.retryAfter()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void nonsenseIsRejected() {
    var builder = Guard.builder();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.pending(0))
        .withMessage("pending: 0; must be positive");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.pendingPerSource(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.connections(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.connectionsPerSource(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.sources(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.handshakesPerSource(0, Duration.ofSeconds(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.penaltiesPerSource(1, Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.refusal(Duration.ofSeconds(2), Duration.ofSeconds(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.refusal(Duration.ZERO, Duration.ofSeconds(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Denial(FailureKind.MALFORMED, Duration.ZERO, ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Denial.overloaded(Duration.ofSeconds(-1), ""));
  }

  private static long usedHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    var runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
