package io.hawser.connection;

import io.hawser.Timeouts;
import java.time.Duration;

/**
 * Finds out that a peer does not take what we send: no byte of it for a while, or so few that what
 * is queued grows old. Looks now and then, only while the socket is full. Owned by the loop.
 */
final class WriteWatch {
  private static final long NEVER = Wheel.NEVER;
  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  private final long stallNanos;
  private final long ageNanos;
  private final long lookNanos;

  private boolean watching;
  private long nextNanos = NEVER;
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

  WriteWatch(Timeouts timeouts) {
    stallNanos = timeouts.writeStall().toNanos();
    ageNanos = timeouts.queueAge().map(Duration::toNanos).orElse(NEVER);
    lookNanos = Math.min(LOOK_NANOS, Math.min(stallNanos, ageNanos) / 8);
  }

  /** When to look again; {@link Wheel#NEVER} while all is written. */
  long dueNanos() {
    return nextNanos;
  }

  boolean isWatching() {
    return watching;
  }

  /** The socket did not take all: begins to watch. */
  void begin(long progressNow, long admitted, long nowNanos) {
    watching = true;
    progress = progressNow;
    progressedNanos = nowNanos;
    nextNanos = nowNanos + lookNanos;
    mark(admitted, nowNanos);
  }

  /** All is written, and nothing is queued. */
  void end() {
    watching = false;
    nextNanos = NEVER;
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
    if (nowNanos - progressedNanos >= stallNanos) {
      return Verdict.STALLED;
    }
    return nowNanos - markNanos >= ageNanos ? Verdict.TOO_SLOW : Verdict.FINE;
  }

  private void mark(long admitted, long nowNanos) {
    markNanos = nowNanos;
    markAdmitted = admitted;
    markSet = false;
    markWritten = false;
  }
}
