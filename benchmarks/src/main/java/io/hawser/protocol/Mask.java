package io.hawser.protocol;

import io.hawser.benchmarks.Payloads;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Unmasking in place, beside a copy of the same bytes. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls setUp
public class Mask {
  @Param({"20", "125", "1024", "16384", "65536"})
  int size;

  private byte[] bytes;
  private byte[] target;

  /** Makes the payload. */
  @Setup
  public void setUp() {
    bytes = Payloads.of("binary", size);
    target = new byte[size];
  }

  /** Hawser. */
  @Benchmark
  public byte[] hawser() {
    Masking.apply(bytes, 0, size, 0x37FA213D);
    return bytes;
  }

  /** From array to array. */
  @Benchmark
  public byte[] copy() {
    System.arraycopy(bytes, 0, target, 0, size);
    return target;
  }
}
