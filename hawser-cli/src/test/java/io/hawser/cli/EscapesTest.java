package io.hawser.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.HashSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EscapesTest {
  static Stream<Arguments> harmful() {
    return Stream.of(
        arguments("\u001b[31mred", "\\x1b[31mred"),
        arguments("a\nb\rc\td", "a\\nb\\rc\\td"),
        arguments("\0", "\\x00"),
        arguments("bell \u0007", "bell \\x07"),
        arguments("\u007f", "\\x7f"),
        arguments("C1 \u009b31m", "C1 \\x9b31m"),
        arguments("C:\\new", "C:\\\\new"),
        arguments("\\x1b", "\\\\x1b"),
        arguments("\u2028\u2029", "\\u2028\\u2029"),
        arguments("abc\u202ecba", "abc\\u202ecba"),
        arguments("\u2066\u2069\u200e\u061c", "\\u2066\\u2069\\u200e\\u061c"));
  }

  @ParameterizedTest
  @MethodSource("harmful")
  void showsWhatATerminalWouldObey(String text, String escaped) {
    assertThat(Escapes.escape(text)).isEqualTo(escaped);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "grüße", "日本語", "👩‍🚀 emoji, joined", "שלום", "'\"`$"})
  void leavesTheRestAlone(String text) {
    assertThat(Escapes.escape(text)).isSameAs(text);
  }

  @Test
  void keepsEscapesThatAreThereAlready() {
    assertThat(Escapes.oneLine("a\\u001b b\u001b\n")).isEqualTo("a\\u001b b\\x1b\\n");
  }

  @Test
  void isOneToOneForEveryCharacter() {
    var seen = new HashSet<String>();
    for (int c = 0; c <= 0xFFFF; c++) {
      String escaped = Escapes.escape("x" + (char) c);
      assertThat(seen.add(escaped)).as("U+%04X", c).isTrue();
      assertThat(escaped).doesNotMatch("(?s).*\\p{Cntrl}.*");
    }
  }
}
