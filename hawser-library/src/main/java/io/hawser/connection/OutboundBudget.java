package io.hawser.connection;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes may wait to be sent on all connections of a server together. Once it is used up, a
 * connection takes another message only when it has none. Safe from any thread.
 */
public final class OutboundBudget {
  private final long limitBytes;
  private final AtomicLong usedBytes = new AtomicLong();

  /**
   * Begins unused.
   *
   * @throws IllegalArgumentException unless positive
   */
  public OutboundBudget(long limitBytes) {
    if (limitBytes <= 0) {
      throw new IllegalArgumentException("outbound budget: " + limitBytes + "; must be positive");
    }
    this.limitBytes = limitBytes;
  }

  /** Returns one that is never used up. */
  public static OutboundBudget unlimited() {
    return new OutboundBudget(Long.MAX_VALUE);
  }

  /** How many bytes wait now. */
  public long usedBytes() {
    return usedBytes.get();
  }

  boolean isUsedUp() {
    return usedBytes.get() >= limitBytes;
  }

  void take(long bytes) {
    usedBytes.addAndGet(bytes);
  }

  void give(long bytes) {
    usedBytes.addAndGet(-bytes);
  }
}
