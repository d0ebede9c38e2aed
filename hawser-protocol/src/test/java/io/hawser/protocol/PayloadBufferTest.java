package io.hawser.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.extension.SpareArrays;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PayloadBufferTest {
  @Test
  void beginsWithASpareArrayAndGrowsBeyondIt() {
    byte[] bytes = new byte[3 * SpareArrays.BYTES];
    new Random(1).nextBytes(bytes);
    try (var buffer = new PayloadBuffer()) {
      for (int at = 0; at < bytes.length; at += 1000) {
        buffer.append(bytes, at, Math.min(1000, bytes.length - at));
      }
      assertThat(Arrays.copyOf(buffer.array(), buffer.size())).isEqualTo(bytes);
    }
  }
}
