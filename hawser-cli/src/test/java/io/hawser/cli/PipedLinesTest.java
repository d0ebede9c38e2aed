package io.hawser.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PipedLinesTest {
  private static final int MAX_BYTES = 8;

  private final List<String> complaints = new ArrayList<>();

  static Stream<Arguments> inputs() {
    return Stream.of(
        arguments("", List.of()),
        arguments("a", List.of("a")),
        arguments("a\n", List.of("a")),
        arguments("a\nb", List.of("a", "b")),
        arguments("a\r\nb\r\n", List.of("a", "b")),
        arguments("\n\r\n\n", List.of("", "", "")),
        arguments("a\rb\n", List.of("a\rb")),
        arguments("grüß\n👍", List.of("grüß", "👍")),
        arguments("12345678\n", List.of("12345678")));
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void splitsAtLineFeeds(String input, List<String> lines) throws IOException {
    assertThat(read(input.getBytes(StandardCharsets.UTF_8))).isEqualTo(lines);
    assertThat(complaints).isEmpty();
  }

  @Test
  void leavesOutWhatIsNotUtf8() throws IOException {
    assertThat(read("a\nb\377c\nd\n".getBytes(StandardCharsets.ISO_8859_1)))
        .containsExactly("a", "d");
    assertThat(complaints).containsExactly("line 2 of the input is not UTF-8; it is not sent");
  }

  @Test
  void leavesOutWhatIsTooLong() throws IOException {
    assertThat(read("123456789\nshort\n1234567890123".getBytes(StandardCharsets.UTF_8)))
        .containsExactly("short");
    assertThat(complaints)
        .containsExactly(
            "line 1 of the input is longer than 8 bytes; it is not sent",
            "line 3 of the input is longer than 8 bytes; it is not sent");
  }

  private List<String> read(byte[] input) throws IOException {
    var lines = new PipedLines(new ByteArrayInputStream(input), MAX_BYTES, complaints::add);
    var read = new ArrayList<String>();
    for (String line = lines.next(); line != null; line = lines.next()) {
      read.add(line);
    }
    return read;
  }
}
