package io.hawser.extension;

/**
 * Arrays for work that is done before its caller returns, shared by the whole process: no message
 * costs one, and no connection keeps one. For any thread.
 */
public final class SpareArrays {
  /** The size of each: twice zlib's window, and what most messages fit into. */
  public static final int BYTES = 64 * 1024;

  private static final Pool<byte[]> ARRAYS =
      new Pool<>(NativePools.BOUND * 4, () -> new byte[BYTES], array -> {});

  private SpareArrays() {}

  /** Returns an array that is nobody else's now; its content is arbitrary. */
  public static byte[] take() {
    return ARRAYS.take();
  }

  /** Takes an array back, which the caller must not touch any more. */
  public static void give(byte[] array) {
    ARRAYS.give(array);
  }
}
