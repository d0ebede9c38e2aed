package io.hawser.benchmarks.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class BroadcastOptionsTest {
  private static final Path BASE = Path.of("module");

  @Test
  void laterOnesWin() {
    BroadcastOptions options =
        parse("--quick", "--shapes", "50x100,60x4096x16", "--warmup", "2.5", "--out", "there");
    assertThat(options.shapes())
        .containsExactly(new BroadcastShape(50, 100, 1), new BroadcastShape(60, 4096, 16));
    assertThat(options.rounds().number()).isEqualTo(1);
    assertThat(options.rounds().warmUpSeconds()).isEqualTo(2.5);
    assertThat(options.rounds().folder()).isEqualTo(BASE.resolve("there"));
  }

  @Test
  void whatIsUsualIsWhatTheHelpSays() {
    BroadcastOptions options = parse();
    assertThat(options.shapes()).hasSize(8).startsWith(new BroadcastShape(1000, 100, 1));
    assertThat(options.rounds().folder()).isEqualTo(BASE.resolve("target/broadcast"));
    assertThat(BroadcastOptions.HELP.lines())
        .contains(
            "                      (" + BroadcastShape.ALL + ")",
            "  --warmup S          of this load before the first round (%.0f)"
                .formatted(options.rounds().warmUpSeconds()),
            "  --out FOLDER        where results go (target/broadcast)");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> parse("--shape", "50x100"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no option --shape; see --help");
    assertThatThrownBy(() -> parse("--shapes")).hasMessage("--shapes lacks its value; see --help");
    assertThatThrownBy(() -> parse("--shapes", "50"))
        .hasMessage("shape: 50; must be SUBSCRIBERSxBYTES or SUBSCRIBERSxBYTESxMESSAGES");
    assertThatThrownBy(() -> parse("--shapes", "50x100x65"))
        .hasMessage("50x100x65: 65; must be from 1 to 64");
  }

  private static BroadcastOptions parse(String... arguments) {
    return BroadcastOptions.parse(List.of(arguments), BASE);
  }
}
