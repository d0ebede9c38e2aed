package io.hawser.extension;

import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * What the whole process shares in order to compress: zlib's states, of which a deflater's is about
 * 256 KiB and an inflater's about 40 KiB of native memory.
 *
 * <p>Few are needed at a time, since no thread waits while it holds one; but for messages that come
 * in fragments, which keep theirs to the last fragment.
 */
final class NativePools {
  static final int BOUND = Math.max(4, Runtime.getRuntime().availableProcessors());

  static final Pool<Inflater> INFLATERS =
      new Pool<>(2 * BOUND, () -> new Inflater(true), Inflater::end);

  /** By level, less one: a level changed on the way would flush with the old one first. */
  private static final List<Pool<Deflater>> DEFLATERS =
      IntStream.rangeClosed(1, 9)
          .mapToObj(level -> new Pool<>(BOUND, () -> new Deflater(level, true), Deflater::end))
          .toList();

  private NativePools() {}

  /** Returns the deflaters of a level, 1 to 9. */
  static Pool<Deflater> deflaters(int level) {
    return DEFLATERS.get(level - 1);
  }
}
