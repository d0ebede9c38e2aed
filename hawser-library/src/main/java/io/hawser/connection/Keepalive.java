package io.hawser.connection;

import io.hawser.Latency;
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

  private final Deadlines deadlines;

  /** Null while none is. */
  private @Nullable ArrayDeque<Waiting> waiting;

  private int sequence;
  private boolean regularWaits;

  private long nextPingNanos;
  private long heardNanos;
  private boolean reading = true;

  private Measured measured = Measured.NOTHING;

  /** A Ping on its way; {@code answer} is null for one of the regular ones. */
  private record Waiting(
      ByteBuffer payload, long sentNanos, @Nullable CompletableFuture<Duration> answer) {}

  /** How far the peer is, in a third of the memory of what the application gets. */
  record Measured(long lastNanos, long minNanos, long sumNanos, int answered) {
    private static final Measured NOTHING = new Measured(0, NEVER, 0, 0);

    Measured and(long nanos) {
      return new Measured(nanos, Math.min(minNanos, nanos), sumNanos + nanos, answered + 1);
    }

    Latency toLatency() {
      return new Latency(
          Duration.ofNanos(lastNanos),
          Duration.ofNanos(minNanos),
          Duration.ofNanos(sumNanos / answered));
    }
  }

  /**
   * Begins an open connection.
   *
   * @param chance from 0 to 1: where in the first interval the first Ping is due, so that
   *     connections that opened together do not ping together ever after
   */
  Keepalive(Deadlines deadlines, double chance, long nowNanos) {
    this.deadlines = deadlines;
    long intervalNanos = deadlines.pingNanos();
    nextPingNanos = intervalNanos == NEVER ? NEVER : nowNanos + (long) (chance * intervalNanos);
    heardNanos = nowNanos;
  }

  Deadlines deadlines() {
    return deadlines;
  }

  /** Bytes came then, and none since. */
  void heard(long nanos) {
    heardNanos = Math.max(heardNanos, nanos);
  }

  /** We read from now on, or do not. */
  void reading(boolean on, long nowNanos) {
    if (on && !reading) {
      heardNanos = nowNanos;
    } else if (!on && reading && deadlines.pingNanos() != NEVER) {
      nextPingNanos = Math.min(nextPingNanos, nowNanos + deadlines.pingNanos() / 2);
    }
    reading = on;
  }

  /** When to look at this again. */
  long dueNanos() {
    return Math.min(nextPingNanos, deadNanos());
  }

  /** Whether something came within the last interval. */
  boolean heardLately(long nowNanos) {
    return nowNanos - heardNanos < deadlines.pingNanos();
  }

  /** Whether the peer has been silent for too long. */
  boolean isDead(long nowNanos) {
    return nowNanos >= deadNanos();
  }

  private long deadNanos() {
    return waiting == null || !reading
        ? NEVER
        : Math.max(waiting.getFirst().sentNanos(), heardNanos) + deadlines.pongNanos();
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
    nextPingNanos = nowNanos + deadlines.pingNanos() / (reading ? 1 : 2);
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
    if (waiting == null) {
      waiting = new ArrayDeque<>(1);
    }
    waiting.add(new Waiting(ByteBuffer.wrap(payload), nowNanos, answer));
    return Frame.ping(payload);
  }

  /**
   * A Pong came: it answers its Ping, and the earlier ones, which the peer may have skipped.
   *
   * @return null if it was unsolicited, which is no answer (5.5.3)
   */
  @Nullable Measured answered(byte[] payload, long nowNanos) {
    ByteBuffer pong = ByteBuffer.wrap(payload);
    if (waiting == null || waiting.stream().noneMatch(sent -> sent.payload().equals(pong))) {
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
    if (waiting.isEmpty()) {
      waiting = null;
    }
    measured = measured.and(lastNanos);
    return measured;
  }

  /** No answer will come any more. */
  void cancel() {
    if (waiting != null) {
      for (Waiting ping : waiting) {
        if (ping.answer() != null) {
          ping.answer().cancel(false);
        }
      }
      waiting = null;
    }
    nextPingNanos = NEVER;
  }
}
