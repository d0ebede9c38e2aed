package io.hawser.netty;

import io.hawser.Drain;
import io.hawser.Drained;
import io.hawser.TimeSource;
import io.hawser.connection.Connection;
import io.hawser.handshake.Refusal;
import io.hawser.model.CloseReason;
import io.hawser.model.Closure;
import io.hawser.model.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** A server's end under way: when each connection closes, and what becomes of them. */
final class Draining {
  private final Drain drain;
  private final TimeSource time;
  private final long startNanos;
  private final CountDownLatch over = new CountDownLatch(1);

  private final Queue<TimeSource.Alarm> alarms = new ConcurrentLinkedQueue<>();
  private volatile boolean settled;

  private final AtomicInteger closedCleanly = new AtomicInteger();
  private final AtomicInteger closedAbnormally = new AtomicInteger();
  private final AtomicInteger cut = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  /** Begins; nothing is closed yet. */
  Draining(Drain drain, TimeSource time) {
    this.drain = drain;
    this.time = time;
    this.startNanos = time.nanos();
  }

  /** Closes the connections, each in a part of the window of its own, at random within it. */
  void close(Collection<Connection> connections, RandomGenerator random) {
    alarms.add(time.after(drain.window().plus(drain.grace()), this::end));
    List<Connection> order = new ArrayList<>(connections);
    Collections.shuffle(order, Random.from(random));
    double windowNanos = drain.window().toNanos();
    for (int i = 0; i < order.size(); i++) {
      Connection connection = order.get(i);
      long delay = (long) (windowNanos * (i + random.nextDouble()) / order.size());
      if (delay == 0) {
        close(connection);
      } else {
        alarms.add(time.after(Duration.ofNanos(delay), () -> close(connection)));
      }
    }
  }

  /** Closes one connection now. */
  void close(Connection connection) {
    connection.startClosing(CloseReason.of(drain.code()));
  }

  /** Returns what handshakes are answered with. */
  Refusal refusal() {
    Refusal refusal = Refusal.closing();
    Response response = refusal.response();
    if (response == null) {
      return refusal;
    }
    // RFC 9110, 10.2.3: in whole seconds
    String seconds = Long.toString(drain.retryAfter().plusNanos(999_999_999).toSeconds());
    return refusal.withResponse(
        response.withHeaders(response.headers().toBuilder().add("Retry-After", seconds).build()));
  }

  /** No handshake leads to a connection any more. */
  void settled() {
    settled = true;
  }

  boolean isSettled() {
    return settled;
  }

  /** A connection has closed before the end. */
  void closed(Closure closure) {
    boolean both = closure.sent() != null && closure.received() != null;
    (both ? closedCleanly : closedAbnormally).incrementAndGet();
  }

  /** A connection was there at the end. */
  void cut() {
    cut.incrementAndGet();
  }

  /** A handshake was refused. */
  void refused() {
    refused.incrementAndGet();
  }

  /** There is nothing more to wait for. */
  void end() {
    over.countDown();
  }

  /** Waits for the deadline, or until {@link #end} was called. */
  void await() throws InterruptedException {
    over.await();
  }

  /** Forgets what was to come: all is over. */
  void cancelAlarms() {
    alarms.forEach(TimeSource.Alarm::cancel);
  }

  /** Returns how much time is left before the deadline; negative behind it. */
  Duration left() {
    return drain.window().plus(drain.grace()).minusNanos(time.nanos() - startNanos);
  }

  /** Returns what has become of everybody so far. */
  Drained result() {
    return new Drained(
        closedCleanly.get(),
        closedAbnormally.get(),
        cut.get(),
        refused.get(),
        Duration.ofNanos(time.nanos() - startNanos));
  }
}
