package io.hawser.observe;

import io.hawser.handshake.FailureKind;
import java.util.Map;

/**
 * Figures of a server at one moment. Counters begin with the server, and are exact; those that were
 * read while they changed may differ by what happened meanwhile.
 *
 * @param opened handshakes that led to a connection
 * @param failedByKind handshakes that failed; kinds that did not occur are absent
 * @param answered handshakes by the status that was answered, 101 included; what was closed without
 *     an answer is absent
 * @param openedLastMinute handshakes that led to a connection in the last 60 seconds
 * @param failedLastMinute handshakes that failed in the last 60 seconds
 * @param pending handshakes under way now
 * @param open connections open now
 * @param penalised sources that the guard refuses now for what they did before
 * @param timeToOpen how long the handshakes took that led to a connection
 */
public record ServerStats(
    long opened,
    Map<FailureKind, Long> failedByKind,
    Map<Integer, Long> answered,
    long openedLastMinute,
    long failedLastMinute,
    long pending,
    long open,
    long penalised,
    OpeningTimes timeToOpen) {
  /** Takes maps that nobody changes any more. */
  public ServerStats {
    failedByKind = Map.copyOf(failedByKind);
    answered = Map.copyOf(answered);
  }

  /** Handshakes that failed, of all kinds. */
  public long failed() {
    return failedByKind.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Handshakes that failed in one way. */
  public long failed(FailureKind kind) {
    return failedByKind.getOrDefault(kind, 0L);
  }

  /** Handshakes that ended in the last 60 seconds, well or not. */
  public long handshakesPerMinute() {
    return openedLastMinute + failedLastMinute;
  }

  /** Which share of the handshakes of the last 60 seconds failed: 0 to 1; 0 if there was none. */
  public double failedShare() {
    long all = handshakesPerMinute();
    return all == 0 ? 0 : (double) failedLastMinute / all;
  }
}
