package io.hawser.benchmarks.load;

import io.hawser.benchmarks.process.Numbers;
import io.hawser.benchmarks.process.Program;
import io.hawser.benchmarks.process.Setup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How {@link Memory} was asked to measure.
 *
 * @param setup of the servers
 * @param servers names that match are measured
 * @param churn connections opened and closed before, by each server
 * @param warmUpSeconds of echoes before, so that stacks of threads that wait are those of compiled
 *     code
 * @param jvm options of all servers, after the usual ones
 * @param folder where results go
 */
record MemoryOptions(
    int connections,
    Setup setup,
    Pattern servers,
    int churn,
    double warmUpSeconds,
    List<String> jvm,
    Path folder) {
  static final String HELP =
      """
      benchmarks/run-memory [options]; arguments have no spaces in them
        --quick             300 connections after a short warm-up; a look, no result
        --connections N     idle at once (9000; with --deflate 1000); the system must allow
                            as many open files
        --tls               of servers with TLS, by its library (no)
        --deflate           of servers that compress, by their settings (no)
        --servers REGEX     only those of ours whose whole name matches (hawser-epoll-.*;
                            with --deflate all)
        --jvm OPTION        for the servers' JVMs; as often as there are options:
                            --jvm -XX:+UseCompactObjectHeaders --jvm -Xmx4g
        --churn N           connections opened and closed before the warm-up (3000)
        --warmup S          of 64 connections with 20 bytes before (8)
        --out FOLDER        where results go (target/load)\
      """;

  private static final int MOST_CONNECTIONS = 1_000_000;

  /** Copies the options. */
  MemoryOptions {
    jvm = List.copyOf(jvm);
  }

  /**
   * Reads options; later ones win, but for {@code --jvm}.
   *
   * @param base where a relative folder begins
   * @throws IllegalArgumentException if one is unknown, lacks its value, or has a bad one
   */
  static MemoryOptions parse(List<String> arguments, Path base) {
    var options = usual(setup(arguments), base);
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      options = options.with(rest.next(), rest, base);
    }
    return options;
  }

  private static Setup setup(List<String> arguments) {
    boolean tls = arguments.contains("--tls");
    boolean deflate = arguments.contains("--deflate");
    if (tls && deflate) {
      throw new IllegalArgumentException("--tls: not with --deflate");
    }
    return tls ? Setup.TLS : deflate ? Setup.DEFLATE : Setup.PLAIN;
  }

  private static MemoryOptions usual(Setup setup, Path base) {
    boolean deflate = setup == Setup.DEFLATE;
    Pattern servers = Pattern.compile(deflate ? ".*" : "hawser-epoll-.*");
    return new MemoryOptions(
        deflate ? 1000 : 9000, setup, servers, 3000, 8, List.of(), base.resolve("target/load"));
  }

  private MemoryOptions with(String option, Iterator<String> rest, Path base) {
    return switch (option) {
      case "--tls", "--deflate" -> this;
      case "--quick" -> sized(300, 300, 1);
      case "--connections" ->
          sized(
              Numbers.whole(option, Program.value(option, rest), 1, MOST_CONNECTIONS),
              churn,
              warmUpSeconds);
      case "--churn" ->
          sized(
              connections,
              Numbers.whole(option, Program.value(option, rest), 0, 100_000),
              warmUpSeconds);
      case "--warmup" ->
          sized(connections, churn, Numbers.seconds(option, Program.value(option, rest)));
      case "--servers" ->
          new MemoryOptions(
              connections,
              setup,
              Pattern.compile(Program.value(option, rest)),
              churn,
              warmUpSeconds,
              jvm,
              folder);
      case "--jvm" ->
          new MemoryOptions(
              connections,
              setup,
              servers,
              churn,
              warmUpSeconds,
              and(jvm, jvmOption(option, rest)),
              folder);
      case "--out" ->
          new MemoryOptions(
              connections,
              setup,
              servers,
              churn,
              warmUpSeconds,
              jvm,
              base.resolve(Program.value(option, rest)));
      default -> throw new IllegalArgumentException("no option " + option + "; see --help");
    };
  }

  private MemoryOptions sized(int connections, int churn, double warmUpSeconds) {
    return new MemoryOptions(connections, setup, servers, churn, warmUpSeconds, jvm, folder);
  }

  /** Anything else would be the class to run. */
  private static String jvmOption(String option, Iterator<String> rest) {
    String value = Program.value(option, rest);
    if (!value.startsWith("-")) {
      throw new IllegalArgumentException(option + ": " + value + "; must begin with -");
    }
    return value;
  }

  private static List<String> and(List<String> options, String option) {
    var more = new ArrayList<String>(options);
    more.add(option);
    return more;
  }
}
