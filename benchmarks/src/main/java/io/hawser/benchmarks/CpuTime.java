package io.hawser.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Time on the processor for each operation, of all threads together: the collector's count, and
 * other programs on the machine do not. Linux only.
 */
public final class CpuTime implements InternalProfiler {
  static final String NAME = "cpu.norm";

  private static final Path TASKS = Path.of("/proc/self/task");

  private long before;

  /** Whether this system tells. */
  static boolean isAvailable() {
    return Files.isReadable(Path.of("/proc/self/schedstat"));
  }

  @Override
  public String getDescription() {
    return "time on the processor";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = nanos();
  }

  @SuppressWarnings("rawtypes") // the interface is
  @Override
  public Collection<? extends Result> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double each = (double) (nanos() - before) / result.getMetadata().getAllOps();
    return List.of(new ScalarResult(NAME, each, "ns/op", AggregationPolicy.AVG));
  }

  /** Only threads that live through an iteration count, which all that matter do. */
  private static long nanos() {
    try {
      return ThreadTimes.nanos(TASKS);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it was readable before
    }
  }
}
