package io.hawser.client;

import io.hawser.TimeSource;
import io.hawser.connection.Connection;
import io.hawser.error.WebSocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How long a connection is open, and whether it becomes stable: it has to be open for a time, and a
 * message or a Pong has to come. A Ping is sent when the time is over, unless something came
 * before; with regular Pings turned off, time alone decides.
 */
final class Life {
  private final Connection connection;
  private final TimeSource time;
  private final long openedNanos;
  private final CompletableFuture<Boolean> firstWord;
  private final boolean pings;
  private final Runnable whenStable;
  private final AtomicBoolean passed = new AtomicBoolean();
  private final AtomicBoolean stable = new AtomicBoolean();
  private volatile boolean ended;
  private volatile long endedNanos;

  /**
   * Begins with the connection open.
   *
   * @param firstWord completes when the peer is heard of
   * @param whenStable called once, by any thread; must not block
   */
  Life(
      Connection connection,
      TimeSource time,
      CompletableFuture<Boolean> firstWord,
      boolean pings,
      Runnable whenStable) {
    this.connection = connection;
    this.time = time;
    this.openedNanos = time.nanos();
    this.firstWord = firstWord;
    this.pings = pings;
    this.whenStable = whenStable;
  }

  /** Keeps watch from now on; the connection is stable after this time at the earliest. */
  void watch(Duration threshold) {
    TimeSource.Alarm alarm = time.at(openedNanos + threshold.toNanos(), this::thresholdPassed);
    var unused =
        connection
            .onClose()
            .thenRun(
                () -> {
                  end();
                  alarm.cancel();
                });
  }

  boolean isStable() {
    return stable.get();
  }

  /** From opening to closing; up to now, if it has not closed. */
  Duration span() {
    return Duration.ofNanos((ended ? endedNanos : time.nanos()) - openedNanos);
  }

  private void end() {
    endedNanos = time.nanos();
    ended = true;
  }

  private void thresholdPassed() {
    if (!passed.compareAndSet(false, true)) {
      return;
    }
    if (!pings) {
      becomeStable();
      return;
    }
    if (!firstWord.isDone()) {
      // the thread that turns the clock must not wait
      Thread.ofVirtual().name("hawser-ping-" + connection.id()).start(this::ping);
    }
    var unused = firstWord.thenRun(this::becomeStable);
  }

  private void ping() {
    try {
      connection.ping();
    } catch (WebSocketException e) {
      // it closed, and was not stable
    }
  }

  private void becomeStable() {
    if (connection.isOpen() && stable.compareAndSet(false, true)) {
      whenStable.run();
    }
  }
}
