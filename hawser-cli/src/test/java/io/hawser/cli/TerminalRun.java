package io.hawser.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The command as a process at a terminal of its own, which Python provides. */
final class TerminalRun implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 90;

  private final Process process;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final Thread reader;

  private TerminalRun(Process process) {
    this.process = process;
    this.reader = Thread.ofVirtual().name("terminal").start(this::readAll);
  }

  /** Starts the command; the test is skipped where there is no Python. */
  static TerminalRun start(String... args) throws IOException, URISyntaxException {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "python3"))),
        "python3 is not on the PATH; it provides the terminal");
    Path script = Path.of(TerminalRun.class.getResource("terminal.py").toURI());
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    var command = new ArrayList<String>(List.of("python3", script.toString(), java.toString()));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(args));
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "HAWSER_LOG"));
    return new TerminalRun(builder.start());
  }

  void type(String keys) throws IOException {
    process.getOutputStream().write(keys.getBytes(UTF_8));
    process.getOutputStream().flush();
  }

  Screen screen() {
    return Screen.after(written.toString(UTF_8));
  }

  /** Waits until the screen looks like that, and returns it. */
  Screen await(String what, Predicate<Screen> wanted) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      Screen now = screen();
      if (wanted.test(now)) {
        return now;
      }
      assertThat(System.nanoTime()).as("%s; on the screen:%n%s", what, now).isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Waits for the end of the command. */
  int status() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("%s", screen()).isTrue();
    reader.join();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private void readAll() {
    try {
      process.getInputStream().transferTo(written);
    } catch (IOException e) {
      // it was destroyed
    }
  }
}
