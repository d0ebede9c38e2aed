package io.hawser.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is printed line by line, and kept in a file. */
final class Report {
  private final Path file;
  private final StringBuilder text = new StringBuilder();

  /** Begins one, which goes to {@code file} once it is saved. */
  Report(Path file) {
    this.file = file;
  }

  void say(String line) {
    System.out.println(line);
    text.append(line).append('\n');
  }

  /** Writes what was said so far. */
  void save() throws IOException {
    Files.writeString(file, text);
  }
}
