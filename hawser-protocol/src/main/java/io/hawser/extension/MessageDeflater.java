package io.hawser.extension;

/**
 * Compresses the payloads of one connection's messages, in the order they are sent. Confined to the
 * connection's event loop.
 */
public interface MessageDeflater extends AutoCloseable {
  /** Whether a message that begins with a payload of so many bytes is worth compressing. */
  boolean compresses(int payloadBytes);

  /**
   * Compresses one fragment of a message.
   *
   * @param last whether the message ends here
   * @param sink takes what comes out, in pieces
   */
  void deflate(byte[] payload, int offset, int length, boolean last, PayloadSink sink);

  /** Frees native memory; idempotent. */
  @Override
  void close();
}
