package io.hawser.extension;

/**
 * Compresses the payloads of one connection's messages, in the order they are sent (RFC 7692,
 * 7.2.1). Used by one thread at a time.
 */
public interface MessageDeflater extends AutoCloseable {
  /**
   * Whether a message that begins with a payload of so many bytes is worth compressing. Safe from
   * any thread.
   */
  boolean compresses(int payloadBytes);

  /**
   * What decides how messages are compressed here: one that was compressed elsewhere can be sent if
   * its profile {@linkplain DeflateProfile#fits fits} this one. Safe from any thread.
   */
  DeflateProfile profile();

  /**
   * Compresses one fragment of a message. What comes out is the payload of one frame, of which the
   * receiver can expand all without waiting for another; it may be nothing if the message goes on.
   *
   * <p>If {@code sink} throws, the exception passes through and the frame must not be sent. A
   * message that was not begun on the wire can be dropped then, and the next one compressed.
   *
   * @param payload not kept
   * @param last whether the message ends here
   * @param sink takes what comes out, in pieces of 64 KiB at most
   * @throws IllegalStateException if closed
   */
  void deflate(byte[] payload, int offset, int length, boolean last, PayloadSink sink);

  /**
   * Drops the context: the next message refers to nothing before it. To be called whenever a
   * compressed message is sent that this deflater has not made. Where context is taken over, the
   * receiver's window now ends with that message (7.2.2), so that every distance to an earlier one
   * would be wrong.
   */
  void forget();

  /** Frees native memory; idempotent. */
  @Override
  void close();
}
