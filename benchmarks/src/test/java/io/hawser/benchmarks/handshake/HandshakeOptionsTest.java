package io.hawser.benchmarks.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandshakeOptionsTest {
  private static final Path BASE = Path.of("module");

  @Test
  void laterOnesWin() {
    HandshakeOptions options =
        parse("--quick", "--rounds", "3", "--knocks", "7", "--servers", "netty", "--out", "there");
    assertThat(options.rounds()).isEqualTo(3);
    assertThat(options.knocks()).isEqualTo(7);
    assertThat(options.warmUp()).isEqualTo(200);
    assertThat(options.servers().pattern()).isEqualTo("netty");
    assertThat(options.folder()).isEqualTo(BASE.resolve("there"));
  }

  @Test
  void whatIsUsualIsWhatTheHelpSays() {
    HandshakeOptions options = parse();
    assertThat(options.folder()).isEqualTo(BASE.resolve("target/handshakes"));
    assertThat(HandshakeOptions.HELP.lines())
        .contains(
            "  --rounds N          of each server, in turns; the median counts ("
                + options.rounds()
                + ")",
            "  --knocks N          of each kind in each round (" + options.knocks() + ")",
            "  --warmup N          of each kind before the first round (" + options.warmUp() + ")",
            "  --out FOLDER        where results go (target/handshakes)");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> parse("--seconds", "3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no option --seconds; see --help");
    assertThatThrownBy(() -> parse("--knocks")).hasMessage("--knocks lacks its value; see --help");
    assertThatThrownBy(() -> parse("--warmup", "49"))
        .hasMessage("--warmup: 49; must be from 50 to 100000");
  }

  private static HandshakeOptions parse(String... arguments) {
    return HandshakeOptions.parse(List.of(arguments), BASE);
  }
}
