package io.hawser.cli;

import static io.hawser.testkit.ScriptedServer.hangUp;
import static io.hawser.testkit.ScriptedServer.header;
import static io.hawser.testkit.ScriptedServer.open;
import static io.hawser.testkit.ScriptedServer.openThenClose;
import static io.hawser.testkit.ScriptedServer.openThenHangUp;
import static io.hawser.testkit.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.testkit.ScriptedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hawser connect --reconnect}, against servers that do as a script says. */
class ReconnectTest {
  private static final List<String> FAST =
      List.of(
          "connect",
          "--events",
          "json",
          "--reconnect",
          "--backoff-base",
          "20ms",
          "--backoff-cap",
          "20ms");

  private static CommandRun run(ScriptedServer server, String... more) {
    return CommandRun.startWithInput(new Silence(), arguments(server, more));
  }

  private static String[] arguments(ScriptedServer server, String... more) {
    var all = new java.util.ArrayList<>(FAST);
    all.addAll(List.of(more));
    all.add(server.uri());
    return all.toArray(String[]::new);
  }

  private static String attempt(ScriptedServer server, int number) {
    return "{\"event\":\"attempt\",\"number\":%d,\"uri\":\"%s\"}".formatted(number, server.uri());
  }

  @Test
  void tellsOfAttemptsUntilTheyAreExhausted() throws Exception {
    try (var server = ScriptedServer.start(status(503), hangUp());
        var run = run(server, "--max-attempts", "3")) {
      assertThat(run.status()).isEqualTo(ExitStatus.HANDSHAKE_FAILED);
      assertThat(run.line()).isEqualTo(attempt(server, 1));
      assertThat(run.line())
          .matches(
              "\\{\"event\":\"failed\",\"number\":1,\"phase\":\"HTTP\",\"status\":503,"
                  + "\"verdict\":\"retry\",\"delay_ms\":1\\d,\"message\":\".*\"}");
      assertThat(run.line()).isEqualTo(attempt(server, 2));
      assertThat(run.line())
          .contains("\"phase\":\"HTTP\",\"status\":null,\"verdict\":\"retry\",\"delay_ms\":1");
      assertThat(run.line()).isEqualTo(attempt(server, 3));
      assertThat(run.line()).contains("\"verdict\":\"fail\",\"delay_ms\":null");
      assertThat(run.line())
          .startsWith("{\"event\":\"gave-up\",\"attempts\":3,\"message\":\"gave up: 3 attempts in");
      assertThat(run.rest()).isEmpty();
      assertThat(run.err()).contains("hawser: gave up: 3 attempts");
    }
  }

  @Test
  void aFatalFailureEndsItAtOnce() throws Exception {
    try (var server = ScriptedServer.start(status(403));
        var run = run(server)) {
      assertThat(run.status()).isEqualTo(ExitStatus.HANDSHAKE_FAILED);
      assertThat(run.line()).isEqualTo(attempt(server, 1));
      assertThat(run.line()).contains("\"status\":403,\"verdict\":\"fail\",\"delay_ms\":null");
      assertThat(run.line()).startsWith("{\"event\":\"gave-up\",\"attempts\":1,");
      assertThat(run.rest()).isEmpty();
    }
  }

  @Test
  void connectionsThatEndAreFollowedByOthers() throws Exception {
    try (var server = ScriptedServer.start(openThenHangUp(), openThenClose(4403, "no"));
        var run = run(server)) {
      assertThat(run.status()).isEqualTo(ExitStatus.HANDSHAKE_FAILED);
      assertThat(run.line()).isEqualTo(attempt(server, 1));
      assertThat(run.line()).startsWith("{\"event\":\"opened\",");
      assertThat(run.line())
          .startsWith("{\"event\":\"closed\",\"code\":1006,")
          .matches(".*\"open_ms\":\\d+,\"delay_ms\":1\\d}");
      assertThat(run.line()).isEqualTo(attempt(server, 2));
      assertThat(run.line()).startsWith("{\"event\":\"opened\",");
      assertThat(run.line())
          .startsWith("{\"event\":\"closed\",\"code\":4403,\"reason\":\"no\",")
          .endsWith("\"delay_ms\":null}");
      assertThat(run.line()).startsWith("{\"event\":\"gave-up\",\"attempts\":2,");
      assertThat(run.rest()).isEmpty();
    }
  }

  @Test
  void theEndOfTheInputEndsItOnceAnswersAreIn() throws Exception {
    try (var server = ScriptedServer.start(status(503), open());
        var run = CommandRun.startWithInput("a\nb", arguments(server))) {
      assertThat(run.status()).isEqualTo(ExitStatus.OK);
      assertThat(run.rest())
          .contains(
              "{\"event\":\"message\",\"text\":\"a\"}", "{\"event\":\"message\",\"text\":\"b\"}")
          .last()
          .asString()
          .startsWith("{\"event\":\"closed\",\"code\":1000,");
    }
  }

  @Test
  void headersComeFromACommandAnewForEachAttempt(@TempDir Path folder) throws Exception {
    Path count = folder.resolve("count");
    Files.createFile(count);
    String command = "echo x >> %1$s; echo \"X-Token: $(wc -l < %1$s)\"".formatted(count);
    try (var server = ScriptedServer.start(status(503), status(403));
        var run = run(server, "--header-command", command)) {
      assertThat(run.status()).isEqualTo(ExitStatus.HANDSHAKE_FAILED);
      assertThat(server.requests())
          .extracting(request -> header(request, "X-Token"))
          .containsExactly("1", "2");
    }
  }

  @Test
  void aCommandThatFailsMakesAFailedAttempt() throws Exception {
    try (var server = ScriptedServer.start(open());
        var run = run(server, "--max-attempts", "1", "--header-command", "exit 7")) {
      assertThat(run.status()).isEqualTo(ExitStatus.HANDSHAKE_FAILED);
      assertThat(run.line()).isEqualTo(attempt(server, 1));
      assertThat(run.line()).contains("\"phase\":\"PREPARE\"");
    }
  }

  @Test
  void secretsAreMasked() throws Exception {
    try (var server = ScriptedServer.start(status(503));
        var run =
            CommandRun.start(
                "connect",
                "--events",
                "json",
                "--reconnect",
                "--max-attempts",
                "1",
                "ws://user:sesame@localhost:" + server.port() + "/?token=sesame")) {
      assertThat(run.status()).isEqualTo(ExitStatus.HANDSHAKE_FAILED);
      assertThat(run.line()).contains("\"uri\":\"ws://***@localhost:" + server.port() + "/?***\"");
      assertThat(run.err() + run.rest()).doesNotContain("sesame");
    }
  }

  @Test
  void optionsOfComingBackNeedIt() throws Exception {
    try (var run = CommandRun.start("connect", "--max-attempts", "3", "ws://localhost")) {
      assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(run.err()).contains("--reconnect");
    }
  }
}
