package io.hawser.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonLineTest {
  @Test
  void writesEveryKindOfValueOnOneLine() {
    var line =
        JsonLine.event("made-up")
            .with("text", "a \"b\"")
            .with("none", (String) null)
            .with("number", (Integer) 404)
            .with("no number", (Integer) null)
            .with("big", 1L << 40)
            .with("yes", true)
            .with("bytes", new byte[] {0, 1, (byte) 0xFF});

    assertThat(line)
        .hasToString(
            "{\"event\":\"made-up\",\"text\":\"a \\\"b\\\"\",\"none\":null,\"number\":404,"
                + "\"no number\":null,\"big\":1099511627776,\"yes\":true,\"bytes\":\"AAH/\"}");
  }

  @Test
  void isVisibleAsciiWhateverTheTextHolds() {
    String line = JsonLine.event("x").with("text", "\u001b\n\u007f\u009b\u2028ü👍").toString();

    assertThat(line)
        .isEqualTo(
            "{\"event\":\"x\",\"text\":\"\\u001B\\n\\u007F\\u009B\\u2028\\u00FC\\uD83D\\uDC4D\"}");
  }

  @Test
  void staysAsItIsOnceComplete() {
    var line = JsonLine.event("x");

    assertThat(line.toString()).isEqualTo(line.toString()).isEqualTo("{\"event\":\"x\"}");
  }
}
