package io.hawser.benchmarks.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that runs, prints something and ends. */
public final class Command {
  private static final int TIMEOUT_SECONDS = 60;

  private Command() {}

  /**
   * Runs it.
   *
   * @return what it printed, errors too
   * @throws CommandFailedException if it fails, or takes longer than a minute
   * @throws IOException if it cannot be started
   */
  public static String output(String... command) throws IOException, InterruptedException {
    return output(List.of(command), TIMEOUT_SECONDS);
  }

  /**
   * Runs it.
   *
   * @return what it printed, errors too
   * @throws CommandFailedException if it fails, or takes longer than {@code seconds}
   * @throws IOException if it cannot be started
   */
  public static String output(List<String> command, int seconds)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("hawser-benchmarks", ".out");
    try {
      Process process =
          Children.start(
              new ProcessBuilder(command)
                  .redirectErrorStream(true)
                  .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                  .redirectOutput(output.toFile()));
      boolean ended;
      try {
        ended = process.waitFor(seconds, TimeUnit.SECONDS);
      } finally {
        Children.end(process);
      }
      String printed = Files.readString(output, StandardCharsets.UTF_8);
      if (!ended) {
        throw CommandFailedException.after(seconds, command, printed);
      }
      if (process.exitValue() != 0) {
        throw CommandFailedException.withStatus(process.exitValue(), command, printed);
      }
      return printed;
    } finally {
      Files.delete(output);
    }
  }

  /** Whether it could be started and had no complaint. */
  public static boolean succeeds(String... command) throws InterruptedException {
    try {
      output(command);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
