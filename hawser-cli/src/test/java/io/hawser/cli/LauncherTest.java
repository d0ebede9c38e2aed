package io.hawser.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./hawser} as scripts run it. Needs the jar: it runs once the module is packaged. */
@Timeout(120)
class LauncherTest {
  private static final Path MODULE = Path.of("").toAbsolutePath();
  private static final Path LAUNCHER = MODULE.resolveSibling("hawser");

  /** As in what a shell without job control runs in the background; children inherit it. */
  private static final boolean SIGINT_IS_IGNORED = sigintIsIgnored();

  private final List<Process> started = new ArrayList<>();

  @BeforeAll
  static void theJarIsUpToDate() throws IOException {
    // this very build has just made it, or found that nothing had changed
    Path mark = MODULE.resolve("target/built-by-launcher");
    if (Files.notExists(mark)) {
      Files.createFile(mark);
    }
    Files.setLastModifiedTime(mark, FileTime.from(Instant.now()));
  }

  @AfterEach
  void leaveNothingRunning() {
    started.forEach(Process::destroyForcibly);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void stopsInOrderAtASignal(String signal) throws Exception {
    Process serve = start(hawser("serve", "--port", "0"));
    BufferedReader out = serve.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    assertThat(line).matches("listening on ws://127\\.0\\.0\\.1:[0-9]+/");

    String uri = line.substring("listening on ".length());
    Process connect = start(hawser("connect", uri));
    connect.outputWriter(StandardCharsets.UTF_8).append("ahoy\n").flush();
    BufferedReader answers = connect.inputReader(StandardCharsets.UTF_8);
    assertThat(answers.readLine()).isEqualTo("ahoy");

    kill(signal, serve);

    assertStatus(serve, ExitStatus.OK);
    assertThat(out.readLine()).isNull();
    // closed with 1001, which is a normal end
    assertStatus(connect, ExitStatus.OK);
    assertThat(answers.readLine()).isNull();
  }

  @Test
  void closesTheConnectionAtASignal() throws Exception {
    Process serve = start(hawser("serve", "--port", "0", "--events", "json"));
    BufferedReader out = serve.inputReader(StandardCharsets.UTF_8);
    String uri = out.readLine().substring("listening on ".length());
    Process connect = start(hawser("connect", uri));
    assertThat(out.readLine()).contains("\"opened\"");
    connect.outputWriter(StandardCharsets.UTF_8).append("ahoy\n").flush();
    assertThat(connect.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("ahoy");

    kill("INT", connect);

    assertStatus(connect, ExitStatus.OK);
    assertThat(out.readLine()).contains("\"closed\"", "\"code\":1000");
  }

  @Test
  void refusesAPortInUseInOneLine() throws Exception {
    Process first = start(hawser("serve", "--port", "0"));
    String line = first.inputReader(StandardCharsets.UTF_8).readLine();
    String port = line.replaceAll(".*:([0-9]+)/", "$1");

    Process second = start(hawser("serve", "--port", port));

    assertStatus(second, ExitStatus.USAGE);
    assertThat(second.inputReader(StandardCharsets.UTF_8).readLine()).isNull();
    assertThat(second.errorReader(StandardCharsets.UTF_8).lines()).hasSize(1);
  }

  @Test
  void letsHandlersRunOnEventLoops() throws Exception {
    assumeTrue(Runtime.version().feature() >= 24, "needs JDK 24");
    Process serve = start(hawser("serve", "--port", "0", "--carrier", "loop"));
    String line = serve.inputReader(StandardCharsets.UTF_8).readLine();
    assertThat(line).startsWith("listening on ");

    kill("TERM", serve);

    assertStatus(serve, ExitStatus.OK);
    assertThat(serve.errorReader(StandardCharsets.UTF_8).lines()).isEmpty();
  }

  @Test
  void passesOverAJavaThatIsTooOld(@TempDir Path folder) throws Exception {
    Path old = tooOld(folder);
    ProcessBuilder builder = hawser("--version");
    builder.environment().put("PATH", old.resolve("bin") + ":" + System.getenv("PATH"));

    Process version = start(builder);

    assertThat(version.inputReader(StandardCharsets.UTF_8).readLine()).startsWith("hawser ");
    assertStatus(version, ExitStatus.OK);
  }

  @Test
  void prefersTheNewerJavaOnThePathToAnOldJavaHome(@TempDir Path folder) throws Exception {
    ProcessBuilder builder = hawser("--version");
    String path = Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH");
    builder.environment().put("JAVA_HOME", tooOld(folder).toString());
    builder.environment().put("PATH", path);

    Process version = start(builder);

    assertStatus(version, ExitStatus.OK);
    assertThat(version.errorReader(StandardCharsets.UTF_8).readLine()).isNull();
  }

  /** A JDK 17 by all appearances, which must not be run. */
  private static Path tooOld(Path folder) throws IOException {
    Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    Path java = Files.createDirectory(folder.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho 'ran the old java' >&2\nexit 99\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    return folder;
  }

  private static ProcessBuilder hawser(String... args) {
    var command = new ArrayList<String>();
    if (SIGINT_IS_IGNORED) {
      command.addAll(List.of("env", "--default-signal=INT"));
    }
    command.add(LAUNCHER.toString());
    command.addAll(Arrays.asList(args));
    var builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    // what Surefire or a developer sets is not for this one
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "HAWSER_LOG"));
    return builder;
  }

  private static boolean sigintIsIgnored() {
    try (var status = Files.lines(Path.of("/proc/self/status"))) {
      return status
          .filter(line -> line.startsWith("SigIgn:"))
          .map(line -> line.substring(7).strip())
          .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) & 2) != 0);
    } catch (IOException e) {
      return false; // not on Linux
    }
  }

  private Process start(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private static void kill(String signal, Process process) throws Exception {
    Process kill = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid()).start();
    assertThat(kill.waitFor()).isZero();
  }

  private static void assertStatus(Process process, int expected) throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    if (process.exitValue() != expected) {
      String err = process.errorReader(StandardCharsets.UTF_8).lines().collect(joining("\n"));
      fail("exit status: %d; expected %d; on stderr: %s", process.exitValue(), expected, err);
    }
  }
}
