package io.hawser.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PromptTest {
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

  @ParameterizedTest
  @ValueSource(strings = {"plain", "back\\slash", "\"open quote", "wow!! !1", "'", "a  b ", "ü👍"})
  void handsOverWhatWasTyped(String line) throws Exception {
    try (var prompt = typed(line + "\r")) {
      assertThat(prompt.next()).isEqualTo(line);
    }
  }

  @Test
  void endsWithTheInput() throws Exception {
    try (var prompt = typed("one\r\u0004")) {
      assertThat(prompt.next()).isEqualTo("one");
      assertThat(prompt.next()).isNull();
    }
  }

  @Test
  void printsAboveTheLine() throws Exception {
    try (var prompt = typed("")) {
      prompt.print("a message");
    }
    assertThat(screen.toString(StandardCharsets.UTF_8)).contains("a message");
  }

  private Prompt typed(String keys) throws Exception {
    var input = new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8));
    return Prompt.on(new DumbTerminal("test", "dumb", input, screen, StandardCharsets.UTF_8));
  }
}
