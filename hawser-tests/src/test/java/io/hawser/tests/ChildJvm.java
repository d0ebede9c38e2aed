package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM, for what the options of this one rule out. */
public final class ChildJvm {
  private ChildJvm() {}

  /** Returns a command that runs {@code main}, in a JVM with such options and no others. */
  static List<String> command(Class<?> main, String... options) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx128m");
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    return command;
  }

  /** Runs {@code main} to its end, which must be a good one; returns what it says. */
  public static List<String> run(Class<?> main, String... options)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command(main, options)).redirectErrorStream(true).start();
    try (BufferedReader lines = process.inputReader()) {
      List<String> said = lines.lines().toList();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as("%s", said).isZero();
      return said;
    } finally {
      process.destroyForcibly();
    }
  }
}
