package io.hawser.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hawser.client.WebSocketClient;
import io.hawser.model.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar by itself: what its manifest says to the JVM. It runs once the module is packaged. */
@Timeout(120)
class JarTest {
  private static final String JAR = Path.of("target", "hawser-cli.jar").toString();
  private static final String WARNING = "run on the JDK's scheduler, not on event loops";

  @TempDir private Path folder;

  @BeforeEach
  void needsAJdkThatCanCarryThreads() {
    assumeTrue(Runtime.version().feature() >= 24, "needs JDK 24");
  }

  @Test
  void carriesHandlersOnLoopsWithoutAnOptionOfTheJvm() throws Exception {
    assertThat(logOfServe(List.of("-jar", JAR), "--carrier", "loop")).doesNotContain(WARNING);
  }

  @Test
  void warnsWhoAsksForThatAndRunsItWithoutItsManifest() throws Exception {
    assertThat(logOfServe(List.of("-cp", JAR, Main.class.getName()), "--carrier", "loop"))
        .containsOnlyOnce(WARNING);
  }

  @Test
  void warnsNobodyWhoDoesNotAskForThat() throws Exception {
    List<String> run = List.of("-cp", JAR, Main.class.getName());
    assertThat(logOfServe(run)).doesNotContain(WARNING);
    assertThat(logOfServe(run, "--carrier", "jdk")).doesNotContain(WARNING);
  }

  /** Has a server echo, with no other options than these; returns what it has to say on stderr. */
  private String logOfServe(List<String> run, String... options)
      throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(run);
    command.addAll(List.of("serve", "--port", "0"));
    command.addAll(List.of(options));
    var builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "HAWSER_LOG"));
    Process serve = builder.start();
    try {
      String line = serve.inputReader(StandardCharsets.UTF_8).readLine();
      assertThat(line).as(Files.readString(log)).startsWith("listening on ");
      try (var ws = WebSocketClient.connect(line.substring("listening on ".length()))) {
        ws.send("ahoy");
        assertThat(ws.receive()).isEqualTo(Message.text("ahoy"));
      }
      serve.destroy();
      assertThat(serve.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      serve.destroyForcibly();
    }
    return Files.readString(log);
  }
}
