package io.hawser.protocol;

/** How much of a peer's message an endpoint takes before it fails the connection. Immutable. */
public final class Limits {
  private static final Limits DEFAULTS = new Limits(1024 * 1024, 16_384);

  private final int maxMessageBytes;
  private final int maxFragments;

  private Limits(int maxMessageBytes, int maxFragments) {
    this.maxMessageBytes = maxMessageBytes;
    this.maxFragments = maxFragments;
  }

  /** Returns the defaults: messages of 1 MiB, in 16,384 fragments. */
  public static Limits defaults() {
    return DEFAULTS;
  }

  /** Largest message accepted, in bytes after decompression. Default: 1 MiB. */
  public int maxMessageBytes() {
    return maxMessageBytes;
  }

  /** Most fragments accepted in one message. Default: 16,384. */
  public int maxFragments() {
    return maxFragments;
  }

  /**
   * Returns these limits with another message limit.
   *
   * @throws IllegalArgumentException unless positive
   */
  public Limits withMaxMessageBytes(int bytes) {
    if (bytes <= 0) {
      throw new IllegalArgumentException("maxMessageBytes: " + bytes + "; must be positive");
    }
    return new Limits(bytes, maxFragments);
  }

  /**
   * Returns these limits with another fragment limit.
   *
   * @throws IllegalArgumentException unless positive
   */
  public Limits withMaxFragments(int fragments) {
    if (fragments <= 0) {
      throw new IllegalArgumentException("maxFragments: " + fragments + "; must be positive");
    }
    return new Limits(maxMessageBytes, fragments);
  }
}
