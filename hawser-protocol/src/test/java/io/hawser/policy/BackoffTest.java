package io.hawser.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The delays between attempts; what is drawn is drawn from a seed that is printed. */
class BackoffTest {
  private static final Duration LEAST = Duration.ofMillis(100);

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  BackoffTest() {
    System.out.println("seed of backoffs: " + seed);
  }

  @Test
  void ceilingsGrowToTheCap() {
    var backoff = Backoff.exponential();
    assertThat(Stream.of(0, 1, 2, 3, 8, 9, 100, Integer.MAX_VALUE).map(backoff::ceiling))
        .extracting(Duration::toMillis)
        .containsExactly(1000L, 1618L, 2617L, 4235L, 46_970L, 60_000L, 60_000L, 60_000L);
  }

  @Test
  void everyDelayIsWithinItsBounds() {
    var backoff = Backoff.exponential();
    for (int run = 0; run < 1000; run++) {
      var series = backoff.begin(random);
      for (int n = 0; n < 20; n++) {
        assertThat(series.next(Duration.ZERO).orElseThrow())
            .as("seed %d, step %d", seed, n)
            .isGreaterThanOrEqualTo(LEAST)
            .isLessThan(backoff.ceiling(n));
      }
    }
  }

  @Test
  void theWholeRangeIsDrawnFromHoweverLongItWasTried() {
    for (int n : new int[] {0, 5, 12, 50}) {
      var drawn =
          Stream.generate(() -> delay(Backoff.exponential(), random, n))
              .limit(2000)
              .sorted()
              .toList();
      Duration ceiling = Backoff.exponential().ceiling(n);
      assertThat(drawn.getFirst()).isLessThan(LEAST.plus(ceiling.dividedBy(20)));
      assertThat(drawn.getLast()).isGreaterThan(ceiling.multipliedBy(19).dividedBy(20));
      assertThat(drawn.get(1000))
          .as("the middle, seed %d, step %d", seed, n)
          .isBetween(ceiling.multipliedBy(4).dividedBy(10), ceiling.multipliedBy(7).dividedBy(10));
    }
  }

  @Test
  void aFloorIsNeverUndercutAndSpreadByHalfAMinuteAtMost() {
    for (long seconds : new long[] {1, 10, 30, 120, 600}) {
      var floor = Duration.ofSeconds(seconds);
      var width = Duration.ofSeconds(Math.min(seconds, 30));
      for (int run = 0; run < 1000; run++) {
        assertThat(Backoff.exponential().begin(random).next(floor).orElseThrow())
            .as("seed %d", seed)
            .isBetween(floor.plus(LEAST), floor.plus(width));
      }
    }
  }

  @Test
  void underAHighCeilingAFloorIsSpreadByTheCeiling() {
    var drawn =
        Stream.generate(
                () -> {
                  var series = Backoff.exponential().begin(random);
                  for (int n = 0; n < 20; n++) {
                    series.next(Duration.ZERO);
                  }
                  return series.next(Duration.ofSeconds(1)).orElseThrow();
                })
            .limit(2000)
            .sorted()
            .toList();
    assertThat(drawn.getFirst()).isGreaterThanOrEqualTo(Duration.ofMillis(1100));
    assertThat(drawn.getLast()).isBetween(Duration.ofSeconds(55), Duration.ofSeconds(61));
  }

  @Test
  void theSameSeedMakesTheSameDelays() {
    for (int n = 0; n < 10; n++) {
      assertThat(delay(Backoff.exponential(), new Random(7), n))
          .isEqualTo(delay(Backoff.exponential(), new Random(7), n));
    }
  }

  @Test
  void eachSeriesBeginsAtTheBase() {
    var backoff = Backoff.exponential().withBase(Duration.ofMillis(200));
    backoff.begin(random).next(Duration.ZERO);
    assertThat(backoff.begin(random).next(Duration.ZERO).orElseThrow())
        .isLessThan(Duration.ofMillis(200));
  }

  @Test
  void smallCeilingsKeepTheirJitter() {
    var backoff =
        Backoff.exponential().withBase(Duration.ofMillis(50)).withCap(Duration.ofMillis(50));
    var drawn = Stream.generate(() -> delay(backoff, random, 3)).limit(100).distinct().toList();
    assertThat(drawn)
        .hasSizeGreaterThan(50)
        .allMatch(delay -> delay.toMillis() >= 25 && delay.toMillis() < 50);
  }

  @Test
  void aFiniteSeriesEnds() {
    var series = Backoff.of(Duration.ofSeconds(1), Duration.ofSeconds(2)).begin(random);
    assertThat(series.next(Duration.ZERO)).contains(Duration.ofSeconds(1));
    assertThat(series.next(Duration.ofSeconds(10))).contains(Duration.ofSeconds(12));
    assertThat(series.next(Duration.ZERO)).isEmpty();
    assertThat(series.next(Duration.ZERO)).isEmpty();
  }

  @Test
  void aSeriesOfOnesOwnBeginsWithANewIterator() {
    var backoff = Backoff.of(() -> List.of(Duration.ofSeconds(3)).iterator());
    for (int run = 0; run < 3; run++) {
      var series = backoff.begin(random);
      assertThat(series.next(Duration.ZERO)).contains(Duration.ofSeconds(3));
      assertThat(series.next(Duration.ZERO)).isEmpty();
    }
  }

  @Test
  void nonsenseIsRefused() {
    var backoff = Backoff.exponential();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> backoff.withBase(Duration.ZERO))
        .withMessage("base: PT0S; must be PT0.001S to PT24H");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> backoff.withCap(Duration.ofDays(2)))
        .withMessage("cap: PT48H; must be PT0.001S to PT24H");
    for (double factor : new double[] {0.99, 10.1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> backoff.withFactor(factor))
          .withMessage("factor: " + factor + "; must be 1 to 10");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backoff.of(Duration.ofSeconds(-1)))
        .withMessage("delay: PT-1S; must not be negative");
    assertThat(backoff.withFactor(1).withBase(Duration.ofDays(1)).ceiling(9))
        .isEqualTo(backoff.cap());
    assertThat(backoff.factor()).isEqualTo(1.618);
    assertThat(backoff.base()).hasSeconds(1);
  }

  private static Duration delay(Backoff backoff, RandomGenerator random, int n) {
    var series = backoff.begin(random);
    for (int step = 0; step < n; step++) {
      series.next(Duration.ZERO);
    }
    return series.next(Duration.ZERO).orElseThrow();
  }
}
