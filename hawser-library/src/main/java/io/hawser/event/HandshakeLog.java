package io.hawser.event;

import io.hawser.TimeSource;
import io.hawser.handshake.FailureKind;
import io.hawser.lock.BriefLock;
import io.hawser.observe.HandshakeFailure;
import io.hawser.policy.LogLevel;
import io.hawser.policy.LogPolicy;
import io.hawser.queue.EventQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Failed handshakes on their way to the log. Whoever tells of one never waits and is never thrown
 * at: lines are written by a thread of their own, and what gets none is counted here.
 */
final class HandshakeLog {
  static final Duration MINUTE = Duration.ofMinutes(1);

  private final LogPolicy policy;

  private final TimeSource time;
  private final FailureLines lines;
  private final EventQueue queue = new EventQueue("log", missed -> {});
  private final BriefLock lock = new BriefLock();

  // guarded by lock
  private final Map<FailureKind, FailureTally> tallies = new EnumMap<>(FailureKind.class);
  private boolean ticking;
  private boolean ended;
  private long tickNanos;
  private TimeSource.@Nullable Alarm alarm;

  HandshakeLog(LogPolicy policy, TimeSource time) {
    this.policy = policy;
    this.time = time;
    this.lines = new FailureLines(policy, time);
  }

  /** Has a failure written, or counted for the next summary. */
  void failed(HandshakeFailure failure) {
    FailureKind kind = failure.kind();
    if (policy.level(kind) == LogLevel.OFF) {
      return;
    }
    String source = PeerNames.source(failure.remoteAddress());
    long now = time.nanos();
    boolean line;
    boolean begins;
    lock.lock();
    try {
      line = tallies.computeIfAbsent(kind, this::tally).count(source, now);
      begins = !ticking && !ended && sumsUp(kind);
      if (begins) {
        ticking = true;
        tickNanos = now;
      }
    } finally {
      lock.unlock();
    }
    if (begins) {
      // not here: a clock may have locks, for which an event loop must not queue
      queue.addRegardless(() -> tickAt(now + MINUTE.toNanos()));
    }
    if (line && lines.areWanted(kind)) {
      queue.add(() -> lines.write(failure));
    }
  }

  /** Has written what was counted and not told yet; the last that is asked of this log. */
  void end() {
    TimeSource.Alarm last;
    lock.lock();
    try {
      ended = true;
      last = alarm;
    } finally {
      lock.unlock();
    }
    if (last != null) {
      last.cancel();
    }
    tick();
  }

  /** Waits until all is written, at most so long; returns whether it is. */
  boolean awaitWritten(Duration timeout) throws InterruptedException {
    return queue.awaitTold(timeout);
  }

  private FailureTally tally(FailureKind kind) {
    return new FailureTally(kind, mostLines(kind), policy.aggregated(kind));
  }

  private boolean sumsUp(FailureKind kind) {
    return policy.counted() || mostLines(kind) < Integer.MAX_VALUE;
  }

  /** How many lines of a kind a minute may have before the rest is summed up. */
  private int mostLines(FailureKind kind) {
    if (policy.aggregated(kind)) {
      return 1;
    }
    // who asked for DEBUG gets all of it; traces have a limit of their own
    return policy.level(kind).compareTo(LogLevel.INFO) > 0 || policy.traced(kind)
        ? Integer.MAX_VALUE
        : policy.maxLinesPerMinute();
  }

  private void tickAt(long nanos) {
    TimeSource.Alarm next = time.at(nanos, this::tick);
    boolean late;
    lock.lock();
    try {
      alarm = next;
      late = ended;
    } finally {
      lock.unlock();
    }
    if (late) {
      next.cancel();
    }
  }

  private void tick() {
    long now = time.nanos();
    var summaries = new ArrayList<FailureTally.Summary>();
    Duration passed;
    boolean goesOn;
    lock.lock();
    try {
      passed = Duration.ofNanos(now - tickNanos);
      tickNanos = now;
      tallies.values().forEach(tally -> summaries.add(tally.take(now)));
      tallies.values().removeIf(FailureTally::isOver);
      goesOn = !tallies.isEmpty() && !ended;
      ticking = goesOn;
    } finally {
      lock.unlock();
    }
    if (goesOn) {
      tickAt(now + MINUTE.toNanos());
    }
    List<FailureTally.Summary> occurred =
        summaries.stream().filter(summary -> summary.count() > 0).toList();
    if (!occurred.isEmpty()) {
      queue.addRegardless(() -> lines.summarise(occurred, passed));
    }
  }
}
