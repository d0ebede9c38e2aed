package io.hawser.guard;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much a guard allows; what is null, or {@link #UNLIMITED}, is not limited.
 *
 * @param firstRefusal how long a source is refused when it has spent its penalties; doubles each
 *     time
 * @param longestRefusal up to so much
 * @param descriptors how many files the process may have open
 * @param sources how many of them are remembered
 */
record Budgets(
    @Nullable Rate handshakes,
    @Nullable Rate penalties,
    Duration firstRefusal,
    Duration longestRefusal,
    int pendingPerSource,
    int pending,
    int connectionsPerSource,
    int connections,
    int descriptors,
    int sources) {
  static final int UNLIMITED = Integer.MAX_VALUE;

  /** For how long it is remembered that a source has opened a connection. */
  static final Duration TRUST = Duration.ofHours(1);

  /** Above the budget connections are answered; above this they are closed before that. */
  static int hard(int budget) {
    return budget > UNLIMITED / 2 ? UNLIMITED : 2 * budget;
  }

  /** How many sockets there may be at all: the rest is for files, and for those to be refused. */
  int sockets() {
    return descriptors == UNLIMITED ? UNLIMITED : (int) (descriptors * 0.95);
  }

  /** When everything that is known of a source, which does nothing any more, is of no use. */
  Duration memory() {
    Duration longest = TRUST;
    if (penalties != null) {
      longest = longer(longest, penalties.per());
      longest = longer(longest, longestRefusal.multipliedBy(2));
    }
    return handshakes == null ? longest : longer(longest, handshakes.per());
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
