package io.hawser.connection;

import java.time.Duration;

/**
 * Finds out that a peer does not take what we send: no byte of it for a while, or so few that what
 * is queued grows old. Looks now and then, from a socket that is full until it is empty. Owned by
 * the loop.
 */
final class WriteWatch {
  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  private final Deadlines deadlines;
  private final long lookNanos;

  private long nextNanos;
  private long progress;
  private long progressedNanos;

  // everything that was admitted up to the mark must have been written in time
  private long markNanos;
  private long markAdmitted;
  private boolean markSet;
  private boolean markWritten;

  /** What is the matter with a peer. */
  enum Verdict {
    FINE,
    STALLED,
    TOO_SLOW
  }

  /**
   * The socket did not take all: begins to watch.
   *
   * @param progress a number that changes when it takes some
   * @param admitted how many entries were queued up to now
   */
  WriteWatch(Deadlines deadlines, long progress, long admitted, long nowNanos) {
    this.deadlines = deadlines;
    this.lookNanos =
        Math.min(LOOK_NANOS, Math.min(deadlines.stallNanos(), deadlines.ageNanos()) / 8);
    this.progress = progress;
    this.progressedNanos = nowNanos;
    this.nextNanos = nowNanos + lookNanos;
    mark(admitted, nowNanos);
  }

  /** When to look again. */
  long dueNanos() {
    return nextNanos;
  }

  /** Whether all up to the mark has left the outbox, and only the socket is to be waited for. */
  boolean mayMark(long taken) {
    if (markSet || taken < markAdmitted) {
      return false;
    }
    markSet = true;
    return true;
  }

  /** The socket took all up to the mark. */
  void markWritten() {
    markWritten = true;
  }

  /** Looks at how far the socket is. */
  Verdict look(long progressNow, long admitted, long nowNanos) {
    nextNanos = nowNanos + lookNanos;
    if (markWritten) {
      mark(admitted, nowNanos);
    }
    if (progressNow != progress) {
      progress = progressNow;
      progressedNanos = nowNanos;
    }
    if (nowNanos - progressedNanos >= deadlines.stallNanos()) {
      return Verdict.STALLED;
    }
    return nowNanos - markNanos >= deadlines.ageNanos() ? Verdict.TOO_SLOW : Verdict.FINE;
  }

  private void mark(long admitted, long nowNanos) {
    markNanos = nowNanos;
    markAdmitted = admitted;
    markSet = false;
    markWritten = false;
  }
}
