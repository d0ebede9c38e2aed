package io.hawser.connection;

/**
 * What waits for a connection's receiver, bounded in bytes: full once the high mark is reached, and
 * until three quarters of it are taken. Guarded by a lock of the subclass, but for what says
 * otherwise.
 */
abstract class Intake extends Chain<Received> {
  /** What an empty message counts, so that a flood of them is bounded as well. */
  private static final long OVERHEAD_BYTES = 64;

  /**
   * Changes of so many bytes are told at once. All connections of a server count in one place: what
   * is taken as it comes never gets there.
   */
  private static final long TOLD_BYTES = 4096;

  private final long highBytes;
  private final InboundShare share;
  private long bytes;

  /** How much more there is than the share knows of; negative if less. */
  private long untoldBytes;

  private volatile boolean full;

  /**
   * Begins empty.
   *
   * @param highBytes with so much in it is full
   * @param share counts what is here
   */
  Intake(long highBytes, InboundShare share) {
    this.highBytes = highBytes;
    this.share = share;
  }

  /** What counts it. For any thread. */
  final InboundShare share() {
    return share;
  }

  /** What one thing that waits counts. */
  static long cost(Received item) {
    return item.size() + OVERHEAD_BYTES;
  }

  /** How many bytes are too many to be kept back from the other side. For any thread. */
  final long muchBytes() {
    return Math.min(TOLD_BYTES, highBytes / 4);
  }

  /** Whether there has been too much, and there is still. For any thread; the loop makes it so. */
  public final boolean isFull() {
    return full;
  }

  /** Counts what has come; returns whether it is full. */
  final boolean grow(long more) {
    count(more);
    if (!full && bytes >= highBytes) {
      full = true;
    }
    return full;
  }

  /** Counts what was taken, and has the loop read on if there is room again. */
  final void shrink(long less) {
    count(-less);
    if (full && bytes <= highBytes / 4) {
      full = false;
      share.roomAgain();
    }
  }

  /** Forgets all. */
  final void empty() {
    clear();
    count(-bytes);
    full = false;
  }

  /**
   * Whether the share has not heard of everything. The loop may ask without the lock: it sees what
   * it has added itself, or what became of that.
   */
  final boolean hasUntold() {
    return untoldBytes != 0;
  }

  final void tell() {
    if (hasUntold()) {
      share.waiting(untoldBytes);
      untoldBytes = 0;
    }
  }

  private void count(long more) {
    bytes += more;
    untoldBytes += more;
    // whoever waits for others to take what they have hears of it when nothing is left
    if (Math.abs(untoldBytes) >= muchBytes() || bytes == 0) {
      tell();
    }
  }
}
