package io.hawser.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryTableTest {
  private static final Footprint BEFORE = new Footprint(10 << 20, 100 << 10, "");
  private static final Footprint WITH = new Footprint((10 << 20) + 2_000_000, 104 << 10, "");

  @Test
  void extrapolatesFromFewerConnections() {
    var table = new MemoryTable(1000);
    assertThat(table.extrapolates()).isTrue();
    assertThat(table.row("s", BEFORE, WITH))
        .isEqualTo("| s | 2,000 | 4,194 | 10,240 | 200 | 500 |");
    assertThat(columns(table.head())).containsExactly(7L, 7L);
  }

  @Test
  void showsWhatWasMeasuredOfMany() {
    var table = new MemoryTable(100_000);
    assertThat(table.extrapolates()).isFalse();
    assertThat(table.row("s", BEFORE, WITH)).isEqualTo("| s | 20 | 41 | 10,240 |");
    assertThat(columns(table.head())).containsExactly(5L, 5L);
  }

  private static long[] columns(String head) {
    return head.lines().mapToLong(line -> line.chars().filter(c -> c == '|').count()).toArray();
  }
}
