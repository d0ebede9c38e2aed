package io.hawser.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs benchmarks, and prints how many times Hawser's time the others take, from the fastest
 * iteration of each: whatever else runs on the machine only ever adds to a time. Absolute times say
 * more about the machine than about the code.
 *
 * <p>Arguments: a regular expression of benchmarks; JVMs for each, 1 if not given.
 */
public final class Ratios {
  private static final String ALLOCATION = "gc.alloc.rate.norm";

  /** Netty as fast as it gets: Unsafe, no leak detection, no checks of buffers. */
  private static final String[] JVM = {
    "-Xms512m",
    "-Xmx512m",
    "-Xmn64m",
    "-XX:+AlwaysPreTouch",
    "-XX:+UseSerialGC",
    "-XX:+IgnoreUnrecognizedVMOptions",
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
    "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
    "-Dio.netty.noUnsafe=false",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dio.netty.leakDetection.level=disabled",
    "-Dio.netty.buffer.checkAccessible=false",
    "-Dio.netty.buffer.checkBounds=false",
    "-Djmh.executor=CUSTOM",
    "-Djmh.executor.class=io.hawser.benchmarks.LoopThreads",
  };

  private Ratios() {}

  /** Runs what the first argument names. */
  public static void main(String... args) throws Exception {
    var options =
        new OptionsBuilder()
            .include(args.length > 0 ? args[0] : ".*")
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .forks(args.length > 1 ? Integer.parseInt(args[1]) : 1)
            .warmupIterations(4)
            .warmupTime(TimeValue.milliseconds(200))
            .measurementIterations(10)
            .measurementTime(TimeValue.milliseconds(150))
            .addProfiler(GCProfiler.class)
            .jvmArgs(JVM);
    if (CpuTime.isAvailable()) {
      options.addProfiler(CpuTime.class);
    }
    print(new Runner(options.build()).run());
  }

  private static void print(Collection<RunResult> results) {
    Map<String, Map<String, RunResult>> rows = new TreeMap<>();
    for (RunResult result : results) {
      String name = result.getParams().getBenchmark();
      int method = name.lastIndexOf('.');
      String row =
          name.substring(name.lastIndexOf('.', method - 1) + 1, method)
              + result.getParams().getParamsKeys().stream()
                  .map(key -> column(key, result.getParams().getParam(key)))
                  .collect(Collectors.joining());
      rows.computeIfAbsent(row, key -> new TreeMap<>()).put(name.substring(method + 1), result);
    }
    var lines =
        new ArrayList<String>(
            List.of(
                "| row | Netty | Netty, to an array | copy | bytes allocated |",
                "|---|--:|--:|--:|--:|"));
    rows.forEach((row, columns) -> lines.add("| " + row + cells(columns) + " |"));
    System.out.println();
    lines.forEach(System.out::println);
  }

  private static String column(String key, String value) {
    return switch (key) {
      case "size" -> " %6s".formatted(value);
      case "masked" -> value.equals("true") ? " masked" : " unmasked";
      default -> " " + value;
    };
  }

  private static String cells(Map<String, RunResult> columns) {
    RunResult hawser = columns.get("hawser");
    if (hawser == null) {
      return " | - | - | - | -";
    }
    Result<?> allocated = hawser.getSecondaryResults().get(ALLOCATION);
    return " | "
        + ratio(columns.get("netty"), hawser)
        + " | "
        + ratio(columns.get("nettyToArray"), hawser)
        + " | "
        + ratio(columns.get("copy"), hawser)
        + " | "
        + (allocated == null ? "-" : String.format(Locale.ROOT, "%.0f", allocated.getScore()));
  }

  private static String ratio(@Nullable RunResult other, RunResult hawser) {
    return other == null
        ? "-"
        : String.format(Locale.ROOT, "%.2f", fastest(other) / fastest(hawser));
  }

  private static double fastest(RunResult result) {
    Result<?> cpu = result.getSecondaryResults().get(CpuTime.NAME);
    return (cpu == null ? result.getPrimaryResult() : cpu).getStatistics().getMin();
  }
}
