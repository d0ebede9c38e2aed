package io.hawser.protocol;

import java.nio.ByteBuffer;
import java.util.List;

/** Where encoded frames go: the write buffer of a transport. Confined to one thread at a time. */
public interface FrameOutput {
  /**
   * Returns a buffer with room for at least {@code bytes}, big-endian. What is put into it counts
   * from {@link #commit} on; the buffer is valid until then.
   */
  ByteBuffer reserve(int bytes);

  /** Appends the first {@code bytes} of the buffer reserved last. */
  void commit(int bytes);

  /**
   * Appends a large payload, one part behind the other. Nobody changes its bytes until they are
   * written: not necessarily a copy.
   */
  void append(List<byte[]> parts);

  /** Appends a frame that goes to other connections as well, which may share its bytes. */
  default void append(SharedFrame frame) {
    append(List.of(frame.bytes()));
  }
}
