package io.hawser.connection;

import io.hawser.Latency;
import io.hawser.Timeouts;
import io.hawser.model.Frame;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Pings, ours and the application's, that wait for their Pongs (RFC 6455, 5.5.2 and 5.5.3), and
 * what they say about the peer: how far it is, and whether it is still there. Owned by the loop.
 *
 * <p>Any byte is a sign of life. While we do not read there can be none, so the time stands still;
 * nor can we answer the peer's Pings, so it is sent Pongs that answer none, which keep us alive in
 * its eyes.
 */
final class Keepalive {
  private static final long NEVER = Wheel.NEVER;
  private static final byte[] NOTHING = {};

  private final long intervalNanos;
  private final long timeoutNanos;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(1);
  private long sequence;
  private boolean regularWaits;

  private long nextPingNanos;
  private long heardNanos;
  private boolean reading = true;

  private long minNanos = NEVER;
  private long sumNanos;
  private long answered;

  /** A Ping on its way; {@code answer} is null for one of the regular ones. */
  private record Waiting(
      ByteBuffer payload, long sentNanos, @Nullable CompletableFuture<Duration> answer) {}

  /**
   * Begins an open connection.
   *
   * @param chance from 0 to 1: where in the first interval the first Ping is due, so that
   *     connections that opened together do not ping together ever after
   */
  Keepalive(Timeouts timeouts, double chance, long nowNanos) {
    intervalNanos = timeouts.pingInterval().map(Duration::toNanos).orElse(NEVER);
    timeoutNanos = timeouts.pong().toNanos();
    nextPingNanos = intervalNanos == NEVER ? NEVER : nowNanos + (long) (chance * intervalNanos);
    heardNanos = nowNanos;
  }

  /** Bytes came. */
  void heard(long nowNanos) {
    heardNanos = nowNanos;
  }

  /** We read from now on, or do not. */
  void reading(boolean on, long nowNanos) {
    if (on && !reading) {
      heardNanos = nowNanos;
    } else if (!on && reading && intervalNanos != NEVER) {
      nextPingNanos = Math.min(nextPingNanos, nowNanos + intervalNanos / 2);
    }
    reading = on;
  }

  /** When to look at this again. */
  long dueNanos() {
    return Math.min(nextPingNanos, deadNanos());
  }

  /** Whether something came within the last interval. */
  boolean heardLately(long nowNanos) {
    return nowNanos - heardNanos < intervalNanos;
  }

  /** Whether the peer has been silent for too long. */
  boolean isDead(long nowNanos) {
    return nowNanos >= deadNanos();
  }

  private long deadNanos() {
    return waiting.isEmpty() || !reading
        ? NEVER
        : Math.max(waiting.getFirst().sentNanos(), heardNanos) + timeoutNanos;
  }

  /**
   * Returns a regular Ping, or a Pong while we do not read, if it is time for one, unless one is on
   * its way already.
   *
   * @param useful if not, this one is left out: in a full socket it would only queue up, and
   *     silence after it would prove nothing
   */
  @Nullable Frame regular(boolean useful, long nowNanos) {
    if (nowNanos < nextPingNanos) {
      return null;
    }
    nextPingNanos = nowNanos + (reading ? intervalNanos : intervalNanos / 2);
    if (!useful) {
      return null;
    }
    if (!reading) {
      return Frame.pong(NOTHING);
    }
    if (regularWaits) {
      return null;
    }
    regularWaits = true;
    return next(nowNanos, null);
  }

  /** Returns a Ping; completes {@code answer} when its Pong comes. */
  Frame ping(CompletableFuture<Duration> answer, long nowNanos) {
    return next(nowNanos, answer);
  }

  private Frame next(long nowNanos, @Nullable CompletableFuture<Duration> answer) {
    byte[] payload = ByteBuffer.allocate(Long.BYTES).putLong(++sequence).array();
    waiting.add(new Waiting(ByteBuffer.wrap(payload), nowNanos, answer));
    return Frame.ping(payload);
  }

  /**
   * A Pong came: it answers its Ping, and the earlier ones, which the peer may have skipped.
   *
   * @return null if it was unsolicited, which is no answer (5.5.3)
   */
  @Nullable Latency answered(byte[] payload, long nowNanos) {
    ByteBuffer pong = ByteBuffer.wrap(payload);
    if (waiting.stream().noneMatch(sent -> sent.payload().equals(pong))) {
      return null;
    }
    long lastNanos;
    Waiting ping;
    do {
      ping = waiting.remove();
      lastNanos = nowNanos - ping.sentNanos();
      if (ping.answer() == null) {
        regularWaits = false;
      } else {
        ping.answer().complete(Duration.ofNanos(lastNanos));
      }
    } while (!ping.payload().equals(pong));
    minNanos = Math.min(minNanos, lastNanos);
    sumNanos += lastNanos;
    answered++;
    return new Latency(
        Duration.ofNanos(lastNanos),
        Duration.ofNanos(minNanos),
        Duration.ofNanos(sumNanos / answered));
  }

  /** No answer will come any more. */
  void cancel() {
    for (Waiting ping : waiting) {
      if (ping.answer() != null) {
        ping.answer().cancel(false);
      }
    }
    waiting.clear();
    nextPingNanos = NEVER;
  }
}
