package io.hawser.client;

import java.time.Duration;

/**
 * How much of what {@link Connections#trySend} is given may wait for a connection, or for room on
 * one. What waits is sent in the order of the calls, over the next connection before the loop has
 * it, unless it is {@link #heldUntilReady}; what is too old by then is dropped. Immutable.
 *
 * <p>It only bridges gaps: a message is handed to one connection, and never again. Should that
 * break before the peer has read it, the message is lost and nobody is told. Where each message
 * counts, number them, and have the peer acknowledge them.
 */
public final class OfflineQueue {
  private static final Duration LEAST_AGE = Duration.ofMillis(1);
  private static final Duration MOST_AGE = Duration.ofHours(24);
  private static final OfflineQueue DEFAULTS =
      new OfflineQueue(1000, 256 * 1024, Duration.ofSeconds(30), Overflow.REFUSE_NEWEST, false);

  private final int maxMessages;
  private final long maxBytes;
  private final Duration maxAge;
  private final Overflow overflow;
  private final boolean heldUntilReady;

  /** What becomes of messages that find no room. */
  public enum Overflow {
    /** The new message is refused: {@link Connections#trySend} returns false. */
    REFUSE_NEWEST,
    /**
     * The oldest make room, and are counted by {@link Connections#droppedMessages}; a message
     * larger than the whole queue is refused.
     */
    DROP_OLDEST
  }

  private OfflineQueue(
      int maxMessages, long maxBytes, Duration maxAge, Overflow overflow, boolean heldUntilReady) {
    this.maxMessages = maxMessages;
    this.maxBytes = maxBytes;
    this.maxAge = maxAge;
    this.overflow = overflow;
    this.heldUntilReady = heldUntilReady;
  }

  /** Returns the defaults that the options name. */
  public static OfflineQueue defaults() {
    return DEFAULTS;
  }

  /**
   * Returns the same with another bound of how many messages wait. Default: 1,000.
   *
   * @throws IllegalArgumentException unless positive
   */
  public OfflineQueue withMaxMessages(int messages) {
    if (messages < 1) {
      throw new IllegalArgumentException("maxMessages: " + messages + "; must be positive");
    }
    return new OfflineQueue(messages, maxBytes, maxAge, overflow, heldUntilReady);
  }

  /**
   * Returns the same with another bound of what waits, in bytes of payload. Default: 256 KiB.
   *
   * @throws IllegalArgumentException unless positive
   */
  public OfflineQueue withMaxBytes(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("maxBytes: " + bytes + "; must be positive");
    }
    return new OfflineQueue(maxMessages, bytes, maxAge, overflow, heldUntilReady);
  }

  /**
   * Returns the same with another bound, 1 ms to a day, of how long a message waits. Default: 30 s.
   *
   * @throws IllegalArgumentException if it is not
   */
  public OfflineQueue withMaxAge(Duration age) {
    if (age.compareTo(LEAST_AGE) < 0 || age.compareTo(MOST_AGE) > 0) {
      throw new IllegalArgumentException("maxAge: " + age + "; must be from 1 ms to 24 h");
    }
    return new OfflineQueue(maxMessages, maxBytes, age, overflow, heldUntilReady);
  }

  /** Returns the same with another policy. Default: {@link Overflow#REFUSE_NEWEST}. */
  public OfflineQueue withOverflow(Overflow overflow) {
    return new OfflineQueue(maxMessages, maxBytes, maxAge, overflow, heldUntilReady);
  }

  /**
   * Returns the same for protocols whose first messages are the body's, such as a login: what waits
   * is sent once {@link Connections#ready} says so, and not as soon as there is a connection.
   * Meanwhile {@link Connections#trySend} lets messages wait. Default: as soon as there is one.
   */
  public OfflineQueue heldUntilReady() {
    return new OfflineQueue(maxMessages, maxBytes, maxAge, overflow, true);
  }

  /** The most messages that wait. */
  public int maxMessages() {
    return maxMessages;
  }

  /** The most bytes of payload that wait. */
  public long maxBytes() {
    return maxBytes;
  }

  /** The longest that a message waits. */
  public Duration maxAge() {
    return maxAge;
  }

  /** What becomes of messages that find no room. */
  public Overflow overflow() {
    return overflow;
  }

  /** Whether what waits is held until {@link Connections#ready}. */
  public boolean isHeldUntilReady() {
    return heldUntilReady;
  }
}
