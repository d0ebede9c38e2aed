package io.hawser.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.Timeouts;
import io.hawser.connection.WriteWatch.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WriteWatchTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private static WriteWatch watch(Timeouts timeouts, long progress, long admitted) {
    return new WriteWatch(Deadlines.of(timeouts), progress, admitted, 0);
  }

  @Test
  void looksAgainAfterASecond() {
    WriteWatch watch = watch(Timeouts.defaults(), 0, 1);
    assertThat(watch.dueNanos()).isEqualTo(SECOND);
    watch.look(1, 1, SECOND);
    assertThat(watch.dueNanos()).isEqualTo(2 * SECOND);
  }

  @Test
  void findsOutThatNothingMoves() {
    WriteWatch watch = watch(Timeouts.defaults(), 7, 1);
    assertThat(watch.look(7, 1, 19 * SECOND)).isEqualTo(Verdict.FINE);
    assertThat(watch.look(7, 1, 20 * SECOND)).isEqualTo(Verdict.STALLED);
  }

  @Test
  void isContentWithAnyProgressForAWhile() {
    WriteWatch watch = watch(Timeouts.defaults(), 0, 1);
    for (int second = 1; second < 60; second++) {
      assertThat(watch.look(second, 1, second * SECOND)).isEqualTo(Verdict.FINE);
    }
    assertThat(watch.look(60, 1, 60 * SECOND)).isEqualTo(Verdict.TOO_SLOW);
  }

  @Test
  void isContentForAsLongAsWhatIsQueuedStaysYoung() {
    WriteWatch watch = watch(Timeouts.defaults(), 0, 5);
    assertThat(watch.mayMark(4)).as("one is in the outbox yet").isFalse();
    assertThat(watch.mayMark(5)).isTrue();
    assertThat(watch.mayMark(5)).as("one mark at a time").isFalse();
    watch.markWritten();
    assertThat(watch.look(1, 50, 50 * SECOND)).isEqualTo(Verdict.FINE);
    assertThat(watch.look(2, 60, 65 * SECOND)).isEqualTo(Verdict.FINE);
    // what was queued at the new mark
    assertThat(watch.mayMark(49)).isFalse();
    assertThat(watch.look(3, 70, 109 * SECOND)).isEqualTo(Verdict.FINE);
    assertThat(watch.look(4, 70, 110 * SECOND)).isEqualTo(Verdict.TOO_SLOW);
  }

  @Test
  void letsWhatIsQueuedGrowOldWhenAskedTo() {
    var patient = watch(Timeouts.defaults().withoutQueueAge(), 0, 1);
    for (int second = 1; second < 10_000; second++) {
      assertThat(patient.look(second, 1, second * SECOND)).isEqualTo(Verdict.FINE);
    }
  }

  @Test
  void looksOftenEnoughForShortTimeouts() {
    var strict = watch(Timeouts.defaults().withWriteStall(Duration.ofMillis(80)), 0, 1);
    assertThat(strict.dueNanos()).isEqualTo(Duration.ofMillis(10).toNanos());
  }
}
