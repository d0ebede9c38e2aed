package io.hawser;

import java.time.Duration;

/**
 * What to do about a message that must not wait when its peer is so slow that the queue for it is
 * full. It concerns {@link WebSocket#trySend} and broadcasts; {@link WebSocket#send} waits.
 */
public sealed interface SlowConsumer {
  /** See {@link #close()}. */
  record Close() implements SlowConsumer {}

  /** See {@link #dropNewest()}. */
  record DropNewest() implements SlowConsumer {}

  /** See {@link #dropOldest()}. */
  record DropOldest() implements SlowConsumer {}

  /** See {@link #keepLatestByKey()}. */
  record KeepLatestByKey() implements SlowConsumer {}

  /**
   * See {@link #block}.
   *
   * @param timeout how long to wait
   */
  record Block(Duration timeout) implements SlowConsumer {
    public Block {
      if (timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException("block: " + timeout + "; must be positive");
      }
    }
  }

  /**
   * Closes the connection with 1013; what is queued is dropped. The default: a peer that is behind
   * for good is better off connecting anew than with holes in what it gets.
   */
  static SlowConsumer close() {
    return new Close();
  }

  /** Drops the message that finds no room. */
  static SlowConsumer dropNewest() {
    return new DropNewest();
  }

  /** Drops queued messages, from the oldest on, until there is room. */
  static SlowConsumer dropOldest() {
    return new DropOldest();
  }

  /**
   * Drops queued messages that have the new one's key (see {@link SendOptions#withKey}), and
   * further ones from the oldest on if that is not enough.
   */
  static SlowConsumer keepLatestByKey() {
    return new KeepLatestByKey();
  }

  /**
   * Waits for room, and closes the connection with 1013 if there is none in time; on the
   * connection's event loop, which is what makes room, at once. Not for broadcasts, which wait for
   * nobody.
   *
   * @throws IllegalArgumentException unless {@code timeout} is positive
   */
  static SlowConsumer block(Duration timeout) {
    return new Block(timeout);
  }
}
