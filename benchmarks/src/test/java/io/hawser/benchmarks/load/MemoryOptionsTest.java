package io.hawser.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.benchmarks.process.Setup;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryOptionsTest {
  private static final Path BASE = Path.of("module");

  @Test
  void laterOnesWin() {
    MemoryOptions options =
        parse("--quick", "--connections", "7", "--warmup", "2.5", "--out", "there");
    assertThat(options.connections()).isEqualTo(7);
    assertThat(options.churn()).isEqualTo(300);
    assertThat(options.warmUpSeconds()).isEqualTo(2.5);
    assertThat(options.folder()).isEqualTo(BASE.resolve("there"));
  }

  @Test
  void everyOptionForTheJvmCounts() {
    MemoryOptions options =
        parse("--jvm", "-XX:+UseCompactObjectHeaders", "--warmup", "3", "--jvm", "-Xmx4g");
    assertThat(options.jvm()).containsExactly("-XX:+UseCompactObjectHeaders", "-Xmx4g");
    assertThatThrownBy(() -> parse("--jvm", "Xmx4g")).hasMessage("--jvm: Xmx4g; must begin with -");
  }

  @Test
  void whatIsUsualIsWhatTheHelpSays() {
    MemoryOptions options = parse();
    assertThat(options.setup()).isEqualTo(Setup.PLAIN);
    assertThat(options.jvm()).isEmpty();
    assertThat(options.folder()).isEqualTo(BASE.resolve("target/load"));
    assertThat(MemoryOptions.HELP)
        .contains(
            "idle at once (%d; with --deflate %d)"
                .formatted(options.connections(), parse("--deflate").connections()),
            "only those of ours whose whole name matches (" + options.servers() + ";",
            "connections opened and closed before the warm-up (" + options.churn() + ")",
            "of 64 connections with 20 bytes before (%.0f)".formatted(options.warmUpSeconds()));
  }

  @Test
  void theSetupDecidesWhatElseIsUsual() {
    MemoryOptions deflate = parse("--connections", "50", "--deflate");
    assertThat(deflate.setup()).isEqualTo(Setup.DEFLATE);
    assertThat(deflate.connections()).isEqualTo(50);
    assertThat(deflate.servers().pattern()).isEqualTo(".*");
    assertThat(parse("--tls").setup()).isEqualTo(Setup.TLS);
    assertThatThrownBy(() -> parse("--deflate", "--tls")).hasMessage("--tls: not with --deflate");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> parse("--seconds", "3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no option --seconds; see --help");
    assertThatThrownBy(() -> parse("--warmup")).hasMessage("--warmup lacks its value; see --help");
    assertThatThrownBy(() -> parse("--connections", "0"))
        .hasMessage("--connections: 0; must be from 1 to 1000000");
  }

  private static MemoryOptions parse(String... arguments) {
    return MemoryOptions.parse(List.of(arguments), BASE);
  }
}
