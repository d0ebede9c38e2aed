package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.TimeSource;
import io.hawser.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A clock turned by hand calls what is due, in order, and never too late. */
class ManualClockTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualClock clock = new ManualClock();
  private final List<String> called = new ArrayList<>();

  @Test
  void alarmsAreCalledInOrderOfTime() {
    clock.after(SECOND.multipliedBy(2), () -> called.add("second"));
    clock.at(SECOND.toNanos(), () -> called.add("first"));
    clock.at(SECOND.toNanos() * 3, () -> called.add("never"));

    clock.advance(SECOND.multipliedBy(2));

    assertThat(called).containsExactly("first", "second");
    assertThat(clock.pending()).isEqualTo(1);
  }

  @Test
  void anAlarmForATimeThatIsPastIsCalledAtOnce() {
    clock.advance(SECOND);

    TimeSource.Alarm alarm = clock.at(SECOND.toNanos(), () -> called.add("now"));

    assertThat(called).containsExactly("now");
    assertThat(clock.pending()).isZero();
    alarm.cancel();
  }

  @Test
  void anAlarmSetWhileTheClockIsTurnedComesOnTheWay() {
    clock.after(SECOND, () -> clock.at(SECOND.toNanos() * 2, () -> called.add("on the way")));

    clock.advance(SECOND.multipliedBy(5));

    assertThat(called).containsExactly("on the way");
  }

  @Test
  void aCancelledAlarmIsNotCalled() {
    clock.at(SECOND.toNanos(), () -> called.add("cancelled")).cancel();

    clock.advance(SECOND.multipliedBy(2));

    assertThat(called).isEmpty();
    assertThat(clock.pending()).isZero();
  }
}
