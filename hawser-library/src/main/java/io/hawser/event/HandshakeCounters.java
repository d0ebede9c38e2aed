package io.hawser.event;

import io.hawser.TimeSource;
import io.hawser.handshake.FailureKind;
import io.hawser.observe.HandshakeFailure;
import io.hawser.observe.ServerStats;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the handshakes of one server, exactly, whatever logs and observers do. From any thread.
 */
final class HandshakeCounters {
  private final LongAdder begun = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private final LongAdder opened = new LongAdder();
  private final Map<FailureKind, LongAdder> failed = new EnumMap<>(FailureKind.class);

  /** By status; there are 900 of them at most. */
  private final Map<Integer, LongAdder> answered = new ConcurrentHashMap<>();

  private final LastMinute openedLately;
  private final LastMinute failedLately;
  private final OpeningHistogram timeToOpen = new OpeningHistogram();

  HandshakeCounters(TimeSource time) {
    openedLately = new LastMinute(time);
    failedLately = new LastMinute(time);
    for (var kind : FailureKind.values()) {
      failed.put(kind, new LongAdder());
    }
  }

  void begun() {
    begun.increment();
  }

  void opened(Duration took) {
    answered(101);
    opened.increment();
    openedLately.add();
    timeToOpen.add(took);
  }

  void failed(HandshakeFailure failure) {
    if (failure.status() == 0) {
      ended.increment();
    } else {
      answered(failure.status());
    }
    Objects.requireNonNull(failed.get(failure.kind())).increment();
    failedLately.add();
  }

  /** Counts the end of a handshake by an answer. */
  void answered(int status) {
    ended.increment();
    answered.computeIfAbsent(status, of -> new LongAdder()).increment();
  }

  /** Returns the figures now, given how many connections are open. */
  ServerStats stats(long open, long penalised) {
    var byKind = new EnumMap<FailureKind, Long>(FailureKind.class);
    failed.forEach(
        (kind, count) -> {
          long sum = count.sum();
          if (sum > 0) {
            byKind.put(kind, sum);
          }
        });
    var byStatus = new TreeMap<Integer, Long>();
    answered.forEach((status, count) -> byStatus.put(status, count.sum()));
    // in this order: what ends between the two would make it negative
    long over = ended.sum();
    return new ServerStats(
        opened.sum(),
        byKind,
        byStatus,
        openedLately.count(),
        failedLately.count(),
        Math.max(0, begun.sum() - over),
        open,
        penalised,
        timeToOpen.times());
  }
}
