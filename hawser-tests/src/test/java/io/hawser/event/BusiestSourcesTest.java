package io.hawser.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BusiestSourcesTest {
  private final BusiestSources sources = new BusiestSources();

  @Test
  void aFewSourcesAreCountedExactly() {
    for (int i = 0; i < 60; i++) {
      sources.add("c" + (i % 6 == 0 ? 0 : i % 3 == 0 ? 1 : 2));
    }
    assertThat(sources.busiest(2))
        .containsExactly(new BusiestSources.Source("c2", 40), new BusiestSources.Source("c0", 10));
  }

  @Test
  void aMillionSourcesTakeNoMoreRoomThan64() {
    for (int i = 0; i < 1_000_000; i++) {
      sources.add("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255));
    }
    assertThat(sources.size()).isEqualTo(BusiestSources.MOST_SOURCES);
    assertThat(sources.busiest(3)).hasSize(3).allSatisfy(s -> assertThat(s.atLeast()).isEqualTo(1));
  }

  @Test
  void theBusiestAreFoundAmongAMillionOthers() {
    var random = new Random(7);
    for (int i = 0; i < 1_000_000; i++) {
      int dice = random.nextInt(100);
      sources.add(dice < 10 ? "a" : dice < 15 ? "b" : dice < 19 ? "c" : "other " + i);
    }
    assertThat(sources.busiest(3))
        .extracting(BusiestSources.Source::name)
        .containsExactly("a", "b", "c");
    assertThat(sources.busiest(1).getFirst().atLeast()).isBetween(80_000L, 101_000L);
  }

  @Test
  void nothingIsThereBeforeAnythingWasAdded() {
    assertThat(sources.busiest(3)).isEmpty();
  }
}
