package io.hawser.netty;

import io.hawser.protocol.MaskingKeys;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * Masking keys nobody can predict (RFC 6455, 10.3), drawn by the kilobyte, for each thread apart: a
 * connection keeps none.
 */
final class SecureKeys {
  private static final int BYTES = 1024;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final ThreadLocal<ByteBuffer> KEYS =
      ThreadLocal.withInitial(() -> ByteBuffer.wrap(new byte[BYTES]).limit(0));

  static final MaskingKeys INSTANCE = SecureKeys::next;

  private SecureKeys() {}

  private static int next() {
    ByteBuffer keys = KEYS.get();
    if (!keys.hasRemaining()) {
      byte[] fresh = new byte[BYTES];
      RANDOM.nextBytes(fresh);
      keys.clear().put(fresh).flip();
    }
    return keys.getInt();
  }
}
