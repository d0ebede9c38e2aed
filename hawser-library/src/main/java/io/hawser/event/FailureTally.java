package io.hawser.event;

import io.hawser.handshake.FailureKind;
import java.util.List;

/**
 * Failures of one kind since they were last summed up. Those beyond a number of lines get none; it
 * is remembered where they came from. Used under the lock of the {@link HandshakeLog}.
 */
final class FailureTally {
  private static final int BUSIEST = 3;

  private final FailureKind kind;
  private final int mostLines;
  private final boolean aggregated;

  private BusiestSources sources = new BusiestSources();
  private int lines;
  private long count;
  private long more;
  private long lastLineNanos;
  private boolean over;

  FailureTally(FailureKind kind, int mostLines, boolean aggregated) {
    this.kind = kind;
    this.mostLines = mostLines;
    this.aggregated = aggregated;
  }

  /**
   * What there is to tell.
   *
   * @param count all failures
   * @param more those of them that got no line
   * @param busiest where most of the latter came from
   */
  record Summary(FailureKind kind, long count, long more, List<BusiestSources.Source> busiest) {}

  /** Counts a failure; returns whether it gets a line. */
  boolean count(String source, long nowNanos) {
    count++;
    if (lines < mostLines) {
      lines++;
      lastLineNanos = nowNanos;
      return true;
    }
    more++;
    sources.add(source);
    return false;
  }

  /** Returns what there is to tell, and begins anew. */
  Summary take(long nowNanos) {
    var summary = new Summary(kind, count, more, sources.busiest(BUSIEST));
    if (more > 0) {
      lastLineNanos = nowNanos;
      sources = new BusiestSources();
    }
    if (aggregated) {
      // a minute after the last line the next failure is the first again
      over = nowNanos - lastLineNanos >= HandshakeLog.MINUTE.toNanos();
    } else {
      over = count == 0;
      lines = 0;
    }
    count = 0;
    more = 0;
    return summary;
  }

  /** Whether it may be forgotten: since {@link #take}, nothing depends on what was before. */
  boolean isOver() {
    return over;
  }
}
