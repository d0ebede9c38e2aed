package io.hawser.benchmarks;

import io.hawser.protocol.FrameOutput;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A write buffer in direct memory, where every transport needs its bytes. What may go without a
 * copy is copied all the same: writing an array to a socket does that too.
 */
final class DirectOutput implements FrameOutput {
  private final ByteBuffer buffer;

  DirectOutput(int bytes) {
    buffer = ByteBuffer.allocateDirect(bytes);
  }

  /** Forgets what was written. */
  void clear() {
    buffer.clear();
  }

  ByteBuffer buffer() {
    return buffer;
  }

  @Override
  public ByteBuffer reserve(int bytes) {
    return buffer;
  }

  @Override
  public void commit(int bytes) {}

  @Override
  public void append(List<byte[]> parts) {
    parts.forEach(buffer::put);
  }
}
