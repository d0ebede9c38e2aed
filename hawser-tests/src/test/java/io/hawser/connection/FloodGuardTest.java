package io.hawser.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FloodGuardTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final FloodGuard guard = new FloodGuard();

  private int admitted(long nowNanos) {
    int count = 0;
    while (!guard.isFlood(nowNanos)) {
      count++;
    }
    return count;
  }

  @Test
  void letsABurstPass() {
    assertThat(admitted(0)).isEqualTo(100);
  }

  @Test
  void letsTwentyASecondPassForEver() {
    for (long i = 0; i < 10_000; i++) {
      assertThat(guard.isFlood(i * SECOND / 20)).isFalse();
    }
  }

  @Test
  void forgivesAfterAPause() {
    for (int i = 0; i < 100; i++) {
      assertThat(guard.isFlood(0)).isFalse();
    }
    assertThat(guard.isFlood(SECOND / 20)).isFalse();
    assertThat(guard.isFlood(SECOND / 20)).isTrue();
    assertThat(admitted(60 * SECOND)).isEqualTo(100);
  }
}
