package io.hawser.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.benchmarks.process.Setup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "64x20B, PLAIN, 64, 20, 1, 1, false, false",
    "64x20Bx16, PLAIN, 64, 20, 16, 1, false, false",
    "1000x1KiB, PLAIN, 1000, 1024, 1, 1, false, false",
    "64x1KiBx16-binary, PLAIN, 64, 1024, 16, 1, true, false",
    "16x1MiB-binary, PLAIN, 16, 1048576, 1, 1, true, false",
    "64x4x1KiB, PLAIN, 64, 4096, 1, 4, false, false",
    "64x4x1KiBx2, PLAIN, 64, 4096, 2, 4, false, false",
    "64x20B-half, PLAIN, 64, 20, 64, 1, false, true",
    "1000x16KiBx2-binary-tls, TLS, 1000, 16384, 2, 1, true, false",
    "64x1KiB-deflate, DEFLATE, 64, 1024, 1, 1, false, false",
    "1000x20B-half-loops, LOOPS, 1000, 20, 64, 1, false, true"
  })
  void aNameSaysAll(
      String name,
      Setup setup,
      int connections,
      int bytes,
      int depth,
      int fragments,
      boolean binary,
      boolean half) {
    assertThat(Shape.named(name))
        .containsExactly(
            new Shape(setup, name, connections, bytes, depth, fragments, binary, half));
  }

  @Test
  void thoseThatAreUsualHaveSuchNamesToo() {
    assertThat(Shape.named(Shape.ALL)).hasSize(20).doesNotHaveDuplicates().contains(Shape.USUAL);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "64x20 | shape: 64x20; must be CONNECTIONSxBYTES, bytes as 20B, 16KiB or 1MiB; ",
        "64x20B-tls-deflate | shape: 64x20B-tls-deflate; must be ",
        "64x20B-tls-binary | shape: 64x20B-tls-binary; must be ",
        "0x20B | shape: 0x20B: 0; must be from 1 to 100000",
        "64x2MiB | shape: 64x2MiB; a message has 1 MiB at most",
        "64x3x512KiB | shape: 64x3x512KiB; a message has 1 MiB at most",
        "64x20Bx65 | shape: 64x20Bx65: 65; must be from 1 to 64",
        "64x20Bx2-half | shape: 64x20Bx2-half; a fixed rate says how many are in flight",
        "64x4x1KiB-deflate | shape: 64x4x1KiB-deflate; what is compressed has one frame, ",
        "64x16B-deflate | shape: 64x16B-deflate; what is compressed has one frame, and 17 "
      })
  void refusesOther(String name, String why) {
    assertThatThrownBy(() -> Shape.named("64x20B," + name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(why.strip());
  }
}
