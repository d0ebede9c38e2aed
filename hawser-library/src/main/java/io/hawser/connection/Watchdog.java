package io.hawser.connection;

import io.hawser.model.Frame;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What has to happen in time on one open connection: signs of life, progress of what we write, the
 * end of a message that has begun. Looks at all of it when the first of them may be due. Owned by
 * the loop.
 */
final class Watchdog extends Wheel.Watched {
  private static final long NEVER = Wheel.NEVER;

  /** What a connection does about it. */
  interface Barks {
    /** When bytes came last. */
    long heardNanos();

    /** It is time for a Ping. */
    void ping(Frame frame);

    /** The peer has been silent for too long after a Ping. */
    void silent(Duration timeout);

    /** The peer has not ended its message in time. */
    void unfinished(Duration timeout);

    /** The peer takes nothing, or too little, of what is queued for it. */
    void stalled(String what, Duration timeout);

    /** Something of ours went wrong. */
    void bug(Throwable thrown);
  }

  private final LoopClock clock;
  private final Transport transport;
  private final Outbox outbox;
  private final Barks barks;
  private final Keepalive keepalive;

  /** Null while the socket takes what it gets. */
  private @Nullable WriteWatch writes;

  private long messageSinceNanos = NEVER;
  private long pausedNanos = NEVER;

  private boolean ended;

  Watchdog(
      Deadlines deadlines,
      double chance,
      LoopClock clock,
      Transport transport,
      Outbox outbox,
      Barks barks) {
    this.clock = clock;
    this.transport = transport;
    this.outbox = outbox;
    this.barks = barks;
    this.keepalive = new Keepalive(deadlines, chance, clock.nanos());
  }

  private Deadlines deadlines() {
    return keepalive.deadlines();
  }

  /** Begins to watch; on the loop. */
  void begin() {
    schedule();
  }

  /** Watches no more: the connection closes. */
  void end() {
    ended = true;
    clock.forget(this);
  }

  /** Whoever waits for a Pong waits no more: the connection is gone. */
  void cancelPings() {
    keepalive.cancel();
  }

  /** A message is under way, since now. */
  void messageBegan(long nowNanos) {
    messageSinceNanos = nowNanos;
    schedule();
  }

  /** It came whole. */
  void messageEnded() {
    messageSinceNanos = NEVER;
  }

  /** We read from now on, or do not: then the time of the peer's doings stands still. */
  void reading(boolean on) {
    long now = clock.nanos();
    keepalive.reading(on, now);
    if (!on) {
      pausedNanos = pausedNanos == NEVER ? now : pausedNanos;
      schedule();
    } else if (pausedNanos != NEVER) {
      if (messageSinceNanos != NEVER) {
        messageSinceNanos += now - pausedNanos;
      }
      pausedNanos = NEVER;
      schedule();
    }
  }

  /** We do not read, for the sake of others; a message that has begun must end in time still. */
  void resting() {
    keepalive.reading(false, clock.nanos());
    schedule();
  }

  /** Something was written, and the socket did not take all of it. */
  void wrote() {
    if (writes == null && !ended) {
      writes = new WriteWatch(deadlines(), transport.progress(), outbox.admitted(), clock.nanos());
      schedule();
    }
  }

  Frame ping(CompletableFuture<Duration> answer) {
    Frame frame = keepalive.ping(answer, clock.nanos());
    schedule();
    return frame;
  }

  /** A Pong came; returns null if nothing of ours waited for it. */
  Keepalive.@Nullable Measured answered(byte[] payload) {
    return keepalive.answered(payload, clock.nanos());
  }

  @Override
  void due(long nowNanos) {
    try {
      look(nowNanos);
    } catch (Throwable bug) {
      barks.bug(bug);
    }
  }

  private void look(long nowNanos) {
    // not told each time bytes come: that is often, and this is far from what is at hand then
    keepalive.heard(barks.heardNanos());
    if (keepalive.isDead(nowNanos)) {
      barks.silent(Duration.ofNanos(deadlines().pongNanos()));
      return;
    }
    if (nowNanos >= messageDueNanos()) {
      barks.unfinished(Duration.ofNanos(deadlines().messageNanos()));
      return;
    }
    if (writes != null && !lookAtWrites(writes, nowNanos)) {
      return;
    }
    // in the middle of a frame the peer cannot answer, and what comes of it is a sign of life
    boolean busy = messageSinceNanos != NEVER && keepalive.heardLately(nowNanos);
    Frame ping = keepalive.regular(transport.isWritable() && !busy, nowNanos);
    if (ping != null) {
      barks.ping(ping);
    }
    schedule();
  }

  private boolean lookAtWrites(WriteWatch watch, long nowNanos) {
    // not what waits for the end of a message of ours: the peer cannot take it yet
    if (transport.pendingBytes() == 0 && outbox.writableBytes() == 0) {
      writes = null;
      return true;
    }
    if (watch.mayMark(outbox.taken())) {
      transport.mark(watch::markWritten);
    }
    return switch (watch.look(transport.progress(), outbox.admitted(), nowNanos)) {
      case FINE -> true;
      case STALLED -> {
        barks.stalled("progress of what is queued", Duration.ofNanos(deadlines().stallNanos()));
        yield false;
      }
      case TOO_SLOW -> {
        barks.stalled("end of what is queued", Duration.ofNanos(deadlines().ageNanos()));
        yield false;
      }
    };
  }

  private long messageDueNanos() {
    return messageSinceNanos == NEVER || deadlines().messageNanos() == NEVER || pausedNanos != NEVER
        ? NEVER
        : messageSinceNanos + deadlines().messageNanos();
  }

  private void schedule() {
    if (ended) {
      return;
    }
    long due = Math.min(keepalive.dueNanos(), messageDueNanos());
    if (writes != null) {
      due = Math.min(due, writes.dueNanos());
    }
    // later ones are found out when the earlier one has come
    if (!isDueBy(due)) {
      clock.watch(this, due);
    }
  }
}
