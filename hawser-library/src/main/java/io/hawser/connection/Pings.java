package io.hawser.connection;

import io.hawser.model.Frame;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;

/** Pings of ours that wait for their Pong (RFC 6455, 5.5.2 and 5.5.3). Owned by the loop. */
final class Pings {
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(1);
  private long sequence;

  private record Waiting(ByteBuffer payload, long sentNanos, CompletableFuture<Duration> answer) {}

  /** Returns the frame to send, and completes {@code answer} when its Pong comes. */
  Frame next(long nowNanos, CompletableFuture<Duration> answer) {
    byte[] payload = ByteBuffer.allocate(Long.BYTES).putLong(++sequence).array();
    waiting.add(new Waiting(ByteBuffer.wrap(payload), nowNanos, answer));
    return Frame.ping(payload);
  }

  /** A Pong came: it answers its Ping, and the earlier ones, which the peer may have skipped. */
  void answered(byte[] payload, long nowNanos) {
    ByteBuffer pong = ByteBuffer.wrap(payload);
    // an unsolicited Pong is no answer (5.5.3)
    if (waiting.stream().noneMatch(ping -> ping.payload().equals(pong))) {
      return;
    }
    for (Iterator<Waiting> pings = waiting.iterator(); pings.hasNext(); ) {
      Waiting ping = pings.next();
      pings.remove();
      ping.answer().complete(Duration.ofNanos(nowNanos - ping.sentNanos()));
      if (ping.payload().equals(pong)) {
        return;
      }
    }
  }

  /** No answer will come any more. */
  void cancel() {
    waiting.forEach(ping -> ping.answer().cancel(false));
    waiting.clear();
  }
}
