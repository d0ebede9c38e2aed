package io.hawser.testkit;

import io.hawser.error.ConnectionClosedException;
import io.hawser.error.HandshakeException;
import io.hawser.model.CloseReason;
import io.hawser.model.Closure;
import io.hawser.policy.Backoff;
import io.hawser.policy.Decision;
import io.hawser.policy.Moment;
import io.hawser.policy.Pace;
import io.hawser.policy.RetryPolicy;
import io.hawser.policy.RetrySeries;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One of a {@link Herd}: says how long it waits; empty for it has given up. */
interface HerdClient {
  /** Its stable connection is lost, at 0. */
  Optional<Duration> disconnected();

  /** Its attempt has failed. */
  Optional<Duration> failed(HandshakeException failure, long beganNanos, long failedNanos);

  /** Returns a client that waits by a formula, whatever happens. */
  static HerdClient of(Backoff.Series delays) {
    return new HerdClient() {
      @Override
      public Optional<Duration> disconnected() {
        return delays.next(Duration.ZERO);
      }

      @Override
      public Optional<Duration> failed(
          HandshakeException failure, long beganNanos, long failedNanos) {
        return delays.next(Duration.ZERO);
      }
    };
  }

  /**
   * Returns a client that decides as the library does.
   *
   * @param closeReason null for a connection that ended without a Close frame
   */
  static HerdClient of(
      RetryPolicy policy, Pace pace, @Nullable CloseReason closeReason, RandomGenerator random) {
    var series = new RetrySeries(policy, pace, random, refused -> false);
    return new HerdClient() {
      @Override
      public Optional<Duration> disconnected() {
        series.attemptStarts(moment(0));
        series.opened();
        series.stable();
        var closure =
            closeReason == null
                ? new Closure(null, null, Closure.Initiator.NETWORK)
                : new Closure(closeReason, closeReason, Closure.Initiator.PEER);
        return delay(
            series.ended(
                new ConnectionClosedException(closure, null), Duration.ofHours(1), moment(0)));
      }

      @Override
      public Optional<Duration> failed(
          HandshakeException failure, long beganNanos, long failedNanos) {
        series.attemptStarts(moment(beganNanos));
        return delay(series.failed(failure, moment(failedNanos)));
      }
    };
  }

  private static Optional<Duration> delay(Decision decision) {
    return decision instanceof Decision.Wait due ? Optional.of(due.delay()) : Optional.empty();
  }

  private static Moment moment(long nanos) {
    return new Moment(nanos, Instant.EPOCH.plusNanos(nanos));
  }
}
