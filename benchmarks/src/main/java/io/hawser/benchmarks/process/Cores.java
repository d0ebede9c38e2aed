package io.hawser.benchmarks.process;

import java.util.ArrayList;
import java.util.List;

/** Servers run on one core, what loads them on another. */
public final class Cores {
  private static final String SERVERS = "0";
  private static final String GENERATOR = "1";

  private Cores() {}

  /**
   * Returns at once where both can be had.
   *
   * @throws IllegalStateException if there is no {@code taskset}, or only one core
   */
  public static void require() throws InterruptedException {
    if (!Command.succeeds("taskset", "-c", SERVERS, "true")
        || !Command.succeeds("taskset", "-c", GENERATOR, "true")) {
      throw new IllegalStateException("needs Linux, taskset, and the cores 0 and 1");
    }
  }

  static List<String> forServer(List<String> command) {
    return on(SERVERS, command);
  }

  /** Returns what runs {@code command} there. */
  public static List<String> forGenerator(List<String> command) {
    return on(GENERATOR, command);
  }

  private static List<String> on(String core, List<String> command) {
    var pinned = new ArrayList<String>(List.of("taskset", "-c", core));
    pinned.addAll(command);
    return pinned;
  }
}
