package io.hawser.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** How long a process has been on processors. Linux only. */
public final class ThreadTimes {
  private ThreadTimes() {}

  /**
   * Nanoseconds of all threads that are there; what has ended has taken its time with it.
   *
   * @param tasks the folder of a process's threads
   */
  public static long nanos(Path tasks) throws IOException {
    long nanos = 0;
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        try {
          String line = Files.readString(thread.resolve("schedstat"));
          nanos += Long.parseLong(line.substring(0, line.indexOf(' ')));
        } catch (IOException e) {
          // it ended meanwhile
        }
      }
    }
    return nanos;
  }
}
