package io.hawser.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.error.ConnectionClosedException;
import io.hawser.error.HandshakeException;
import io.hawser.error.WebSocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/** Attempts from one stable connection to the next, on a clock of numbers. */
abstract class TimedSeries {
  static final Duration OPEN = Duration.ofSeconds(20);
  static final Pace PACE = Pace.defaults();

  final long seed = System.nanoTime();
  final Random random = new Random(seed);
  Duration now = Duration.ZERO;
  RetrySeries series = series(PACE);

  TimedSeries() {
    System.out.println("seed of series: " + seed);
  }

  final RetrySeries series(Pace pace) {
    return new RetrySeries(RetryPolicy.standard(), pace, random, refused -> true);
  }

  Moment moment() {
    return new Moment(now.toNanos(), Instant.EPOCH.plus(now));
  }

  Decision fails(HandshakeException exception) {
    series.attemptStarts(moment());
    return series.failed(exception, moment());
  }

  /** Fails, and waits. */
  Duration delayAfter(HandshakeException exception) {
    return waited(fails(exception));
  }

  Decision opensAndEnds(ConnectionClosedException how, boolean stable) {
    series.attemptStarts(moment());
    series.opened();
    if (stable) {
      now = now.plus(OPEN);
      series.stable();
    }
    return series.ended(how, stable ? OPEN : Duration.ZERO, moment());
  }

  Duration waited(Decision decision) {
    assertThat(decision).as("seed %d", seed).isInstanceOf(Decision.Wait.class);
    Duration delay = ((Decision.Wait) decision).delay();
    now = now.plus(delay);
    return delay;
  }

  static WebSocketException thrown(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.GiveUp.class);
    return ((Decision.GiveUp) decision).exception();
  }
}
