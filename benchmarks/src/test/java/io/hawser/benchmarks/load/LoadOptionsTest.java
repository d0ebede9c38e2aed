package io.hawser.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadOptionsTest {
  private static final Path BASE = Path.of("module");

  @Test
  void laterOnesWin() {
    LoadOptions options =
        parse("--quick", "--churn", "7", "--seconds", "2.5", "--rounds", "3", "--out", "there");
    assertThat(options.shapes()).extracting(Shape::name).containsExactly("64x20B", "64x16KiB");
    assertThat(options.churn()).isEqualTo(7);
    assertThat(options.rounds().number()).isEqualTo(3);
    assertThat(options.rounds().seconds()).isEqualTo(2.5);
    assertThat(options.rounds().warmUpSeconds()).isEqualTo(1);
    assertThat(options.rounds().folder()).isEqualTo(BASE.resolve("there"));
  }

  @Test
  void whatIsUsualIsWhatTheHelpSays() {
    LoadOptions options = parse();
    assertThat(options.rounds().folder()).isEqualTo(BASE.resolve("target/load"));
    assertThat(LoadOptions.HELP.lines())
        .contains(
            "  --rounds N          of each server, in turns; the median counts ("
                + options.rounds().number()
                + ")",
            "  --out FOLDER        where results go (target/load)");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> parse("--round", "3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no option --round; see --help");
    assertThatThrownBy(() -> parse("--rounds")).hasMessage("--rounds lacks its value; see --help");
    assertThatThrownBy(() -> parse("--rounds", "0"))
        .hasMessage("--rounds: 0; must be from 1 to 99");
  }

  private static LoadOptions parse(String... arguments) {
    return LoadOptions.parse(List.of(arguments), BASE);
  }
}
