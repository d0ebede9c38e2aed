package io.hawser.benchmarks.process;

import java.util.ArrayList;
import java.util.List;

/** Where servers run, and what loads them. */
public enum Cores {
  /** Servers on one core, the generator on another. */
  ONE_EACH("0", "1"),
  /**
   * The generator has a third core; where there is none it shares the two, with all servers alike.
   */
  TWO_FOR_SERVERS("0,1", Runtime.getRuntime().availableProcessors() > 2 ? "2" : "0,1");

  private final String servers;
  private final String generator;

  Cores(String servers, String generator) {
    this.servers = servers;
    this.generator = generator;
  }

  /**
   * Returns at once where all can be had.
   *
   * @throws IllegalStateException if there is no {@code taskset}, or only one core
   */
  public static void require() throws InterruptedException {
    if (!Command.succeeds("taskset", "-c", ONE_EACH.servers, "true")
        || !Command.succeeds("taskset", "-c", ONE_EACH.generator, "true")) {
      throw new IllegalStateException("needs Linux, taskset, and the cores 0 and 1");
    }
  }

  List<String> forServer(List<String> command) {
    return on(servers, command);
  }

  /** Returns what runs {@code command} there. */
  public List<String> forGenerator(List<String> command) {
    return on(generator, command);
  }

  private static List<String> on(String cores, List<String> command) {
    var pinned = new ArrayList<String>(List.of("taskset", "-c", cores));
    pinned.addAll(command);
    return pinned;
  }
}
