package io.hawser.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MessageTest {
  @Test
  void textIsUtf8() {
    Message.Text message = Message.text("é😂");
    assertThat(message.bytes()).isEqualTo("é😂".getBytes(StandardCharsets.UTF_8));
    assertThat(message.size()).isEqualTo(6);
    assertThat(message.text()).isEqualTo("é😂");
    assertThat(message).hasToString("é😂");
  }

  @Test
  void decodesOnce() {
    Message.Text message = Message.Text.ofValidUtf8("é".getBytes(StandardCharsets.UTF_8));
    assertThat(message.text()).isEqualTo("é").isSameAs(message.text());
  }

  static Stream<Arguments> loneSurrogates() {
    return Stream.of(
        arguments("\uD83D", 0),
        arguments("a\uD83D", 1),
        arguments("\uD83Da", 0),
        arguments("\uDE02", 0),
        arguments("\uDE02\uD83D", 0),
        arguments("é\uD83D\uD83D\uDE02", 1),
        arguments("😂\uDE02", 2));
  }

  @ParameterizedTest
  @MethodSource("loneSurrogates")
  void refusesALoneSurrogate(String text, int index) {
    assertThatThrownBy(() -> Message.text(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("text has a lone surrogate at index " + index + "; UTF-8 cannot carry it");
  }

  @Test
  void binaryHasNoText() {
    Message.Binary message = Message.binary(new byte[] {1, 2});
    assertThat(message.size()).isEqualTo(2);
    assertThat(message).hasToString("binary message of 2 bytes");
    assertThatThrownBy(message::text)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("message is binary, 2 bytes; expected text");
  }

  @Test
  void binaryBelongsToTheMessage() {
    byte[] bytes = {1, 2};
    assertThat(Message.binary(bytes).bytes()).isSameAs(bytes);
  }

  @Test
  void equalsByKindAndPayload() {
    Message decoded = Message.Text.ofValidUtf8(new byte[] {'a'});
    assertThat(Message.text("a")).isEqualTo(decoded).hasSameHashCodeAs(decoded);
    assertThat(Message.text("a")).isNotEqualTo(Message.text("b"));
    assertThat((Message) Message.binary(new byte[] {'a'}))
        .isEqualTo(Message.binary(new byte[] {'a'}))
        .hasSameHashCodeAs(Message.binary(new byte[] {'a'}))
        .isNotEqualTo(Message.binary(new byte[] {'b'}))
        .isNotEqualTo(decoded);
    assertThat(decoded).isNotEqualTo(Message.binary(new byte[] {'a'}));
  }

  @Test
  void onePartIsTheArrayItself() {
    byte[] bytes = {1, 2};
    assertThat(Message.binary(bytes).parts())
        .singleElement()
        .satisfies(part -> assertThat(part).isSameAs(bytes));
  }

  @Test
  void partsBecomeOneArrayWhenItIsAskedFor() {
    Message.Binary message = Message.Binary.ofParts(List.of(new byte[] {1, 2}, new byte[] {3}));
    assertThat(message.size()).isEqualTo(3);
    assertThat(message).hasToString("binary message of 3 bytes");
    assertThat(message.parts()).hasSize(2);
    assertThat(message.bytes()).containsExactly(1, 2, 3).isSameAs(message.bytes());
    assertThat(message.parts())
        .singleElement()
        .satisfies(part -> assertThat(part).isSameAs(message.bytes()));
    assertThat(message.size()).isEqualTo(3);
  }

  @Test
  void partsMayEndInsideACharacter() {
    byte[] utf8 = "é😂".getBytes(StandardCharsets.UTF_8);
    for (int cut = 1; cut < utf8.length; cut++) {
      var parts = List.of(Arrays.copyOf(utf8, cut), Arrays.copyOfRange(utf8, cut, utf8.length));
      Message.Text message = Message.Text.ofValidUtf8Parts(parts);
      assertThat(message.text()).isEqualTo("é😂");
      assertThat(message).isEqualTo(Message.text("é😂")).hasSameHashCodeAs(Message.text("é😂"));
    }
  }

  @Test
  void partsAreNoMoreThanAnArrayHolds() {
    byte[] part = new byte[1 << 20];
    assertThatThrownBy(() -> Message.Binary.ofParts(Collections.nCopies(2048, part)))
        .isInstanceOf(ArithmeticException.class);
  }
}
