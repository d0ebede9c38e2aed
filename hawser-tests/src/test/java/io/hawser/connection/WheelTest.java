package io.hawser.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WheelTest {
  private static final long TICK = Wheel.TICK_NANOS;
  private static final long DAY = Duration.ofDays(1).toNanos();

  private final Wheel wheel = new Wheel();
  private final List<String> called = new ArrayList<>();

  private final class Named extends Wheel.Watched {
    private final String name;
    private Runnable then = () -> {};

    Named(String name) {
      this.name = name;
    }

    @Override
    void due(long nowNanos) {
      called.add(name);
      then.run();
    }
  }

  @Test
  void isEmptyAtFirst() {
    assertThat(wheel.nextNanos()).isEqualTo(Wheel.NEVER);
    wheel.turn(DAY);
    assertThat(called).isEmpty();
  }

  @Test
  void callsOnceAndNeverEarly() {
    wheel.put(new Named("a"), 10 * TICK + 1);
    wheel.turn(10 * TICK + 1);
    wheel.turn(11 * TICK - 1);
    assertThat(called).isEmpty();
    wheel.turn(11 * TICK);
    wheel.turn(30 * TICK);
    assertThat(called).containsExactly("a");
  }

  @Test
  void callsWhatIsDueInThePastAtTheNextTick() {
    wheel.turn(100 * TICK);
    wheel.put(new Named("late"), 3);
    assertThat(wheel.nextNanos()).isEqualTo(101 * TICK);
    wheel.turn(101 * TICK);
    assertThat(called).containsExactly("late");
  }

  @Test
  void keepsWhatIsFarAheadForLaterRounds() {
    wheel.put(new Named("far"), DAY);
    long looks = 0;
    long next = wheel.nextNanos();
    while (called.isEmpty()) {
      assertThat(next).isLessThan(DAY + 2 * TICK);
      wheel.turn(next);
      next = wheel.nextNanos();
      looks++;
    }
    assertThat(looks).isLessThan(DAY / TICK / 200);
  }

  @Test
  void forgets() {
    var a = new Named("a");
    var b = new Named("b");
    wheel.put(a, 5 * TICK);
    wheel.put(b, 5 * TICK);
    wheel.remove(a);
    wheel.remove(a);
    wheel.turn(6 * TICK);
    assertThat(called).containsExactly("b");
    assertThat(wheel.nextNanos()).isEqualTo(Wheel.NEVER);
  }

  @Test
  void movesADueTimeEitherWay() {
    var a = new Named("a");
    wheel.put(a, 50 * TICK);
    wheel.put(a, 5 * TICK);
    assertThat(a.isDueBy(5 * TICK)).isTrue();
    wheel.put(a, 20 * TICK);
    assertThat(a.isDueBy(5 * TICK)).isFalse();
    wheel.turn(19 * TICK);
    assertThat(called).isEmpty();
    wheel.turn(20 * TICK);
    assertThat(called).containsExactly("a");
  }

  @Test
  void takesADueTimeAway() {
    var a = new Named("a");
    wheel.put(a, 5 * TICK);
    wheel.put(a, Wheel.NEVER);
    wheel.turn(DAY);
    assertThat(called).isEmpty();
    assertThat(a.dueNanos()).isEqualTo(Wheel.NEVER);
  }

  @Test
  void isSafeFromWhoeverItCalls() {
    var again = new Named("again");
    var victim = new Named("victim");
    var killer = new Named("killer");
    again.then = () -> wheel.put(again, 3 * TICK);
    killer.then = () -> wheel.remove(victim);
    // within a bucket the one that was put last is called first
    wheel.put(victim, 2 * TICK);
    wheel.put(killer, 2 * TICK);
    wheel.put(again, 2 * TICK);
    wheel.turn(2 * TICK);
    assertThat(called).containsExactly("again", "killer");
    wheel.turn(3 * TICK);
    assertThat(called).containsExactly("again", "killer", "again");
  }

  @Test
  void callsEverybodyInTimeWhateverTheOrder() {
    var random = new Random(7);
    for (int round = 0; round < 200; round++) {
      var times = new long[50];
      var names = new Named[times.length];
      var now = new long[] {wheelTime};
      for (int i = 0; i < times.length; i++) {
        times[i] = now[0] + random.nextLong(DAY / 100);
        int index = i;
        names[i] = new Named("x");
        names[i].then =
            () -> {
              assertThat(now[0]).isGreaterThanOrEqualTo(times[index]);
              assertThat(now[0]).isLessThanOrEqualTo(times[index] + 2 * TICK);
            };
        wheel.put(names[i], times[i]);
      }
      called.clear();
      for (long next = wheel.nextNanos(); next != Wheel.NEVER; next = wheel.nextNanos()) {
        now[0] = next;
        wheel.turn(next);
      }
      assertThat(called).hasSize(times.length);
      wheelTime = now[0];
    }
  }

  private long wheelTime;
}
