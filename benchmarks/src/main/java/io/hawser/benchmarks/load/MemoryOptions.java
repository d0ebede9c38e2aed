package io.hawser.benchmarks.load;

import io.hawser.benchmarks.process.Numbers;
import io.hawser.benchmarks.process.Program;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How {@link Memory} was asked to measure.
 *
 * @param compressing ours by what is set about compression, otherwise by transport and API
 * @param servers names that match are measured
 * @param folder where results go
 */
record MemoryOptions(int connections, boolean compressing, Pattern servers, Path folder) {
  static final String HELP =
      """
      benchmarks/run-memory [options]; arguments have no spaces in them
        --connections N     idle at once (9000; with --deflate 1000); the system must allow
                            as many open files
        --deflate           of servers that compress, by their settings (no)
        --servers REGEX     only those of ours whose whole name matches (hawser-epoll-.*;
                            with --deflate all)
        --out FOLDER        where results go (target/load)\
      """;

  private static final int MOST_CONNECTIONS = 1_000_000;

  /**
   * Reads options; later ones win.
   *
   * @param base where a relative folder begins
   * @throws IllegalArgumentException if one is unknown, lacks its value, or has a bad one
   */
  static MemoryOptions parse(List<String> arguments, Path base) {
    boolean compressing = arguments.contains("--deflate");
    Pattern servers = Pattern.compile(compressing ? ".*" : "hawser-epoll-.*");
    var options =
        new MemoryOptions(
            compressing ? 1000 : 9000, compressing, servers, base.resolve("target/load"));
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String option = rest.next();
      if (!option.equals("--deflate")) {
        options = options.with(option, Program.value(option, rest), base);
      }
    }
    return options;
  }

  private MemoryOptions with(String option, String value, Path base) {
    return switch (option) {
      case "--connections" ->
          new MemoryOptions(
              Numbers.whole(option, value, 1, MOST_CONNECTIONS), compressing, servers, folder);
      case "--servers" ->
          new MemoryOptions(connections, compressing, Pattern.compile(value), folder);
      case "--out" -> new MemoryOptions(connections, compressing, servers, base.resolve(value));
      default -> throw new IllegalArgumentException("no option " + option + "; see --help");
    };
  }
}
