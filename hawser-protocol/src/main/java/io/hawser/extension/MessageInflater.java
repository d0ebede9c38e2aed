package io.hawser.extension;

/**
 * Expands the payloads of one connection's compressed messages, in the order they came. Confined to
 * the connection's event loop.
 */
public interface MessageInflater extends AutoCloseable {
  /**
   * Expands a piece of a compressed message, as much of it as has come.
   *
   * @param sink takes what comes out, in pieces of a few KiB; its exceptions pass through
   * @throws io.hawser.error.ProtocolException if the bytes are not DEFLATE
   */
  void inflate(byte[] compressed, int offset, int length, PayloadSink sink);

  /** Ends the message: flushes what is still inside to {@code sink}. */
  void endMessage(PayloadSink sink);

  /** Frees native memory; idempotent. */
  @Override
  void close();
}
