package io.hawser.extension;

/** Takes the bytes that an extension makes of a payload, piece by piece. */
@FunctionalInterface
public interface PayloadSink {
  /**
   * Takes {@code length} bytes; the array stays the caller's, who will write over it.
   *
   * @throws io.hawser.error.MessageTooBigException if the message grows over its limit
   * @throws io.hawser.error.ProtocolException if the bytes break a rule, such as UTF-8
   */
  void write(byte[] bytes, int offset, int length);
}
