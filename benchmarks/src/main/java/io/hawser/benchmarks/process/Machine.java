package io.hawser.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What figures were measured on. */
public final class Machine {
  /** Those that a process has open for itself, and some. */
  private static final int OTHER_DESCRIPTORS = 200;

  private Machine() {}

  /** A line about it. */
  public static String description() throws IOException {
    return "JDK %s, %s %s, %s (%d processors)"
        .formatted(
            Runtime.version(),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            processor(),
            Runtime.getRuntime().availableProcessors());
  }

  /**
   * Returns at once if a process can have so many connections.
   *
   * @param option that asks for them
   * @throws IllegalArgumentException if not
   */
  public static void requireDescriptors(String option, int connections) throws IOException {
    int most = mostConnections();
    if (connections > most) {
      throw new IllegalArgumentException(
          "%s: %d; this system lets a process have %d".formatted(option, connections, most));
    }
  }

  /** How many connections a process of ours may have, by the limit of descriptors. */
  public static int mostConnections() throws IOException {
    return mostDescriptors() - OTHER_DESCRIPTORS;
  }

  private static int mostDescriptors() throws IOException {
    List<String> limits = Files.readAllLines(Path.of("/proc/self/limits"));
    return limits.stream()
        .filter(line -> line.startsWith("Max open files"))
        .map(line -> line.split("\\s+", -1)[4])
        .map(hard -> hard.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(hard))
        .findFirst()
        .orElse(1024);
  }

  private static String processor() throws IOException {
    return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown processor");
  }
}
