package io.hawser.error;

/** The peer's message is over the limit, so the connection is failed with 1009. */
public final class MessageTooBigException extends WebSocketException {
  private static final long serialVersionUID = 1L;

  private final long bytes;
  private final long limitBytes;

  /**
   * Says how much was known of the message.
   *
   * @param bytes see {@link #bytes}
   */
  public MessageTooBigException(long bytes, long limitBytes) {
    super("message too big: at least %d bytes; limit %d".formatted(bytes, limitBytes), null);
    this.bytes = bytes;
    this.limitBytes = limitBytes;
  }

  /**
   * Size of the message as far as known, in bytes after decompression; of one that expands to next
   * to nothing, in bytes as it was sent.
   */
  public long bytes() {
    return bytes;
  }

  /** The limit, in bytes. */
  public long limitBytes() {
    return limitBytes;
  }
}
