package io.hawser.extension;

/**
 * Expands the payloads of one connection's compressed messages, in the order they came (RFC 7692,
 * 7.2.2). Used by one thread at a time.
 *
 * <p>After any exception the connection is to be failed: this inflater is closed by then.
 */
public interface MessageInflater extends AutoCloseable {
  /**
   * Expands a piece of a compressed message, as much of it as has come.
   *
   * @param compressed not kept
   * @param sink takes what comes out, in pieces of 64 KiB at most, as it is expanded; its
   *     exceptions pass through, and nothing is expanded after one
   * @throws io.hawser.error.ProtocolException if the bytes are not DEFLATE
   * @throws IllegalStateException if closed
   */
  void inflate(byte[] compressed, int offset, int length, PayloadSink sink);

  /**
   * Ends the message: flushes what is still inside to {@code sink}.
   *
   * @throws io.hawser.error.ProtocolException if the message is cut short, where that can be seen
   */
  void endMessage(PayloadSink sink);

  /** Frees native memory; idempotent. */
  @Override
  void close();
}
