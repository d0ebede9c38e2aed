package io.hawser.cli;

import static io.hawser.testkit.ScriptedServer.open;
import static io.hawser.testkit.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.testkit.ScriptedServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code hawser connect --reconnect} as a person sees it. */
@Timeout(300)
class TerminalTest {
  private static final String COUNT = "next attempt in ";

  @Test
  void aLineCountsDownBelowTheOneThatIsTyped() throws Exception {
    try (var server = ScriptedServer.start(status(503, "Retry-After: 2"), open());
        var run = connect(server)) {
      run.await("the prompt", screen -> screen.currentLine().startsWith(">"));
      run.type("aho");
      run.await("the count", screen -> screen.lastLine().equals(COUNT + "3 s"));
      run.await("one second less", screen -> screen.lastLine().equals(COUNT + "2 s"));
      run.type("y");
      run.await("what is typed", screen -> screen.currentLine().equals("> ahoy"));
      var open =
          run.await(
              "a connection", screen -> screen.toString().contains("connected to 127.0.0.1:"));
      run.await("no count", screen -> screen.lastLine().isEmpty());
      // logs stand above the line, and in none that was typed
      assertThat(open.lines())
          .filteredOn(line -> line.contains("attempt 1 failed") || line.contains("connected to"))
          .hasSize(2)
          .noneMatch(line -> line.startsWith(">"));
      run.type("\r");
      run.await("the answer", screen -> screen.lines().contains("< ahoy"));
      run.type("\u0004");
      assertThat(run.status()).isZero();
      assertThat(run.screen().lines()).containsOnlyOnce("> ahoy");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0004", "\u0003"})
  void theEndOfTheInputEndsTheWait(String key) throws Exception {
    try (var server = ScriptedServer.start(status(503, "Retry-After: 600"));
        var run = connect(server)) {
      run.await("the prompt", screen -> screen.currentLine().startsWith(">"));
      run.await("the count", screen -> screen.lastLine().startsWith(COUNT));
      run.type(key);
      assertThat(run.status()).isZero();
      assertLeftInOrder(run.screen());
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void givingUpLeavesTheTerminalInOrder() throws Exception {
    try (var server = ScriptedServer.start(status(503), status(403));
        var run = connect(server)) {
      run.await("the prompt", screen -> screen.currentLine().startsWith(">"));
      run.type("ah");
      assertThat(run.status()).isEqualTo(ExitStatus.HANDSHAKE_FAILED);
      assertLeftInOrder(run.screen());
      assertThat(run.screen().lines())
          .containsOnlyOnce("hawser: server refused: HTTP 403; expected 101")
          .noneMatch(line -> line.contains("cannot go on"));
    }
  }

  private static void assertLeftInOrder(Screen screen) {
    assertThat(screen.column()).as("column; on the screen:%n%s", screen).isZero();
    assertThat(screen.currentLine()).isEmpty();
    assertThat(screen.lines()).noneMatch(line -> line.matches(COUNT + "\\d+ s"));
    assertThat(screen.scrollsWhole()).isTrue();
  }

  private static TerminalRun connect(ScriptedServer server) throws Exception {
    var args = new ArrayList<>(List.of("connect", "--reconnect", "--backoff-base", "100ms"));
    args.addAll(List.of("--backoff-cap", "100ms", server.uri()));
    return TerminalRun.start(args.toArray(String[]::new));
  }
}
