package io.hawser.connection;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Time as all connections of one event loop see it, in nanoseconds since this clock began. Used on
 * that loop only.
 *
 * <p>Deadlines that come and go with every connection are kept in a {@link Wheel}, at no cost while
 * nothing happens; it looks up once in a while, so they are late by up to {@link Wheel#TICK_NANOS}.
 */
public final class LoopClock {
  private final Ticker ticker;
  private final Timers timers;
  private final long originNanos;
  private final Wheel wheel = new Wheel();

  private Timers.@Nullable Timer wake;
  private long wakeNanos = Wheel.NEVER;

  /** Begins at 0. */
  public LoopClock(Ticker ticker, Timers timers) {
    this.ticker = ticker;
    this.timers = timers;
    this.originNanos = ticker.nanos();
  }

  /** Nanoseconds since this clock began. */
  long nanos() {
    return ticker.nanos() - originNanos;
  }

  /** Runs {@code task} once, when {@code delay} has passed, precisely. */
  public Timers.Timer after(Duration delay, Runnable task) {
    return timers.at(ticker.nanos() + delay.toNanos(), task);
  }

  /**
   * Has {@code watched} called once, when {@code dueNanos} is over; forgets an earlier due time.
   */
  void watch(Wheel.Watched watched, long dueNanos) {
    wheel.put(watched, dueNanos);
    wakeFor(watched.dueNanos());
  }

  /** Forgets its due time. */
  void forget(Wheel.Watched watched) {
    wheel.remove(watched);
    if (wake != null && wheel.isEmpty()) {
      // nothing is left behind the last connection
      wake.cancel();
      wake = null;
      wakeNanos = Wheel.NEVER;
    }
  }

  private void wakeFor(long dueNanos) {
    if (dueNanos >= wakeNanos) {
      return;
    }
    if (wake != null) {
      wake.cancel();
    }
    wakeNanos = dueNanos;
    wake = timers.at(originNanos + dueNanos, this::turn);
  }

  private void turn() {
    wake = null;
    wakeNanos = Wheel.NEVER;
    wheel.turn(nanos());
    wakeFor(wheel.nextNanos());
  }
}
