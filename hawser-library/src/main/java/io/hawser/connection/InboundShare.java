package io.hawser.connection;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * What one connection holds of an {@link InboundBudget}: messages that wait for its receiver, and
 * the beginning of another. For any thread, but for what says otherwise.
 */
final class InboundShare {
  private static final AtomicLongFieldUpdater<InboundShare> HELD_BYTES =
      AtomicLongFieldUpdater.newUpdater(InboundShare.class, "heldBytes");

  private final InboundBudget budget;
  private final Owner owner;

  // written by way of HELD_BYTES
  private volatile long heldBytes;

  // guarded by the budget's lock
  private long beginningBytes;
  private boolean givenUp;
  private boolean closed;

  // owned by the loop
  private long assemblingBytes;
  private boolean anew;

  /** What becomes of the connection; called by any thread, must only hand over to the loop. */
  interface Owner {
    /** Reading may go on. */
    void roomAgain();

    /** All connections together hold too much, and the message of this one began first. */
    void givenUp();
  }

  /** Begins empty. */
  InboundShare(InboundBudget budget, Owner owner) {
    this.budget = budget;
    this.owner = owner;
  }

  /** So many bytes more wait for the receiver, or fewer if negative. */
  void waiting(long bytes) {
    hold(bytes);
  }

  /**
   * So many bytes more are read and wait for the receiver to have room, or fewer if negative. They
   * are none of what it can take, nor of a message that would have to be given up for them.
   */
  void unread(long bytes) {
    budget.add(bytes);
  }

  /** Of a message that has not ended so many bytes were taken from what waits, and are kept. */
  void kept(long bytes) {
    budget.beginning(this, bytes, false);
  }

  /** The endpoint holds so many bytes of a message that has not ended. For the loop. */
  void assembling(long bytes) {
    if (bytes != assemblingBytes || (anew && bytes > 0)) {
      budget.beginning(this, bytes - assemblingBytes, anew);
      assemblingBytes = bytes;
    }
    anew = false;
  }

  /** A message has ended: what comes now belongs to another. For the loop. */
  void messageEnded() {
    anew = true;
  }

  /** Whether the socket must not be read now; then it is woken later. For the loop. */
  boolean mustRest() {
    if (!isTooMuch()) {
      return false;
    }
    budget.rest(this);
    // room that was made meanwhile woke nobody
    return isTooMuch();
  }

  private boolean isTooMuch() {
    return budget.isUsedUp() && heldBytes > 0;
  }

  /** The connection is gone; what still waits for its receiver counts on. For the loop. */
  void close() {
    budget.forget(this);
  }

  private void hold(long bytes) {
    long now = HELD_BYTES.addAndGet(this, bytes);
    budget.add(bytes);
    if (now == 0) {
      budget.wake(this);
    }
  }

  /** What waits for the receiver has room again. For any thread. */
  void roomAgain() {
    owner.roomAgain();
  }

  // ---- for the budget

  long beginningBytes() {
    return beginningBytes;
  }

  /** Counts bytes of a message that has not ended; returns whether it matters to others. */
  boolean begin(long bytes) {
    if (closed) {
      return false;
    }
    beginningBytes += bytes;
    hold(bytes);
    return !givenUp;
  }

  void giveUp() {
    givenUp = true;
    owner.givenUp();
  }

  /** Frees the beginning it holds, and counts no other. */
  void end() {
    begin(-beginningBytes);
    closed = true;
  }
}
