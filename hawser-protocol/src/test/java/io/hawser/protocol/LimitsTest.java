package io.hawser.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
  @Test
  void hasTheDocumentedDefaults() {
    assertThat(Limits.defaults().maxMessageBytes()).isEqualTo(1_048_576);
    assertThat(Limits.defaults().maxFragments()).isEqualTo(16_384);
  }

  @Test
  void changesOneLimitAtATime() {
    Limits limits = Limits.defaults().withMaxMessageBytes(1).withMaxFragments(2);
    assertThat(limits.maxMessageBytes()).isEqualTo(1);
    assertThat(limits.maxFragments()).isEqualTo(2);
    assertThat(Limits.defaults().maxMessageBytes()).isEqualTo(1_048_576);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void refusesWhatIsNotPositive(int value) {
    assertThatThrownBy(() -> Limits.defaults().withMaxMessageBytes(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxMessageBytes: " + value + "; must be positive");
    assertThatThrownBy(() -> Limits.defaults().withMaxFragments(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxFragments: " + value + "; must be positive");
  }
}
