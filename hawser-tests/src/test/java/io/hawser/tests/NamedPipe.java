package io.hawser.tests;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file whose readers wait for its writer, without letting their carrier go. */
record NamedPipe(Path path) {
  /** Makes one; the test is left out where there are none. */
  static NamedPipe in(Path folder) throws IOException, InterruptedException {
    Path path = folder.resolve("pipe");
    assumeTrue(
        new ProcessBuilder("mkfifo", path.toString()).start().waitFor() == 0, "needs mkfifo");
    return new NamedPipe(path);
  }

  /** Waits for a byte. */
  int read() throws IOException {
    try (var file = new FileInputStream(path.toFile())) {
      return file.read();
    }
  }

  /** Gives one reader an x. */
  void write() throws IOException {
    Files.writeString(path, "x");
  }
}
