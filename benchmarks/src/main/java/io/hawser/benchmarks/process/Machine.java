package io.hawser.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What figures were measured on. */
public final class Machine {
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

  /** How many files a process of ours may open. */
  public static int mostDescriptors() throws IOException {
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
