package io.hawser.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** A server that many have visited holds no more than before. For as long as soak.seconds says. */
@Tag("proof")
class SoakTest {
  private static final Duration TIME = Duration.ofSeconds(Long.getLong("soak.seconds", 120));

  /** Classes, pools and compiled code: what comes once. */
  private static final Duration WARM_UP = Duration.ofSeconds(15);

  private static final long NOISE_FILES = 5;
  private static final long NOISE_BYTES = 8 * 1024 * 1024;

  @Test
  void nothingIsLeftOfConnectionsThatCameAndWentInEveryWay(TestReporter report) throws Exception {
    try (var soak = new Soak()) {
      Footprint before = visited(soak, WARM_UP, 1);
      Footprint after = visited(soak, TIME, 2);
      report.publishEntry("soak", soak + "; before " + before + "; after " + after);

      assertThat(after.files()).isLessThanOrEqualTo(before.files() + NOISE_FILES);
      assertThat(after.heapBytes()).isLessThanOrEqualTo(before.heapBytes() + NOISE_BYTES);
      assertThat(after.threads()).isEqualTo(before.threads());
    }
    await("the server's threads end", () -> threadsOfServers() == 0);
  }

  private static Footprint visited(Soak soak, Duration time, long seed) throws Exception {
    soak.run(time, seed);
    assertThat(soak.failure()).isNull();
    assertThat(soak.visits()).isPositive();
    await("everybody has left", soak::isIdle);
    return Footprint.take();
  }

  /** Those of clients stay: all clients of a process share them. */
  private static long threadsOfServers() {
    return Footprint.take().threads().stream()
        .filter(name -> !name.startsWith("hawser-client"))
        .count();
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      LockSupport.parkNanos(10_000_000);
    }
  }
}
