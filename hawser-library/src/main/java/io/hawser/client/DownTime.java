package io.hawser.client;

import io.hawser.TimeSource;
import java.time.Duration;
import org.slf4j.Logger;

/** How long a client has been without a stable connection: past a minute it is worth a warning. */
final class DownTime {
  private static final Duration WORTH_A_WARNING = Duration.ofMinutes(1);

  private final Logger log;
  private final TimeSource time;
  private boolean down;
  private boolean warned;
  private long sinceNanos;

  DownTime(Logger log, TimeSource time) {
    this.log = log;
    this.time = time;
  }

  void attemptStarts() {
    if (!down) {
      down = true;
      sinceNanos = time.nanos();
    }
  }

  /** A connection has ended: after one that was stable, time starts anew. */
  void ended(boolean wasStable) {
    if (wasStable) {
      down = true;
      warned = false;
      sinceNanos = time.nanos();
    }
  }

  /** Warns, once, if it has been long. */
  void warnOnce(String client) {
    Duration since = Duration.ofNanos(time.nanos() - sinceNanos);
    if (!warned && since.compareTo(WORTH_A_WARNING) > 0) {
      warned = true;
      log.warn("{}: no stable connection for {} s", client, since.toSeconds());
    }
  }
}
