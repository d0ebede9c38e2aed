package io.hawser.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FragmentTest {
  @Test
  void isWhatItsPieceIs() {
    var text = new Fragment(Message.text("é"), true, false);
    assertThat(text.isText()).isTrue();
    assertThat(text.text()).isEqualTo("é");
    assertThat(text.size()).isEqualTo(2);
    assertThat(text).isEqualTo(new Fragment(Message.text("é"), true, false));

    byte[] bytes = {1};
    var binary = new Fragment(Message.binary(bytes), false, true);
    assertThat(binary.isText()).isFalse();
    assertThat(binary.bytes()).isSameAs(bytes);
    assertThatThrownBy(binary::text).isInstanceOf(IllegalStateException.class);
  }
}
