package io.hawser.connection;

/**
 * Due times of many connections, of which few ever come: each stands in the bucket of its time, in
 * a list that runs through the connections themselves. Setting one, or moving it, allocates nothing
 * and takes the same time however many there are. Confined to one event loop.
 */
final class Wheel {
  static final long NEVER = Long.MAX_VALUE;

  /** How late a due time may be noticed: 2^27 ns, 134 ms. */
  static final long TICK_NANOS = 1L << 27;

  /** What lies further ahead than this many ticks, half a minute, is looked at on the way. */
  private static final int BUCKETS = 256;

  /** Somebody with a due time; a ring of them is a bucket. */
  abstract static class Watched {
    private long tick;
    private Watched next = this;
    private Watched previous = this;

    /** The time has come, or passed. */
    abstract void due(long nowNanos);

    final long dueNanos() {
      return tick == NEVER ? NEVER : tick * TICK_NANOS;
    }

    /** Whether a due time is set, and no later one would be noticed earlier. */
    final boolean isDueBy(long nanos) {
      return !isAlone() && tick <= Math.ceilDiv(nanos, TICK_NANOS);
    }

    @SuppressWarnings("ReferenceEquality") // which one it is, is the question
    private boolean isAlone() {
      return next == this;
    }

    private void leave() {
      next.previous = previous;
      previous.next = next;
      next = this;
      previous = this;
    }

    private void join(Watched ring) {
      next = ring.next;
      previous = ring;
      next.previous = this;
      ring.next = this;
    }
  }

  /** Where a ring begins and ends. */
  private static final class Bucket extends Watched {
    @Override
    void due(long nowNanos) {}
  }

  private final Watched[] buckets = new Watched[BUCKETS];
  private final Watched turning = new Bucket();
  private long now;
  private int size;

  Wheel() {
    for (int i = 0; i < BUCKETS; i++) {
      buckets[i] = new Bucket();
    }
  }

  /** Sets a due time, or sets it anew; {@link #NEVER} takes it away. */
  void put(Watched watched, long dueNanos) {
    remove(watched);
    if (dueNanos == NEVER) {
      watched.tick = NEVER;
      return;
    }
    // never early: rounded up, and not into the bucket that is being emptied
    watched.tick = Math.max(now + 1, Math.ceilDiv(dueNanos, TICK_NANOS));
    watched.join(bucket(watched.tick));
    size++;
  }

  void remove(Watched watched) {
    if (!watched.isAlone()) {
      watched.leave();
      size--;
    }
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Calls everybody whose time has come. */
  void turn(long nowNanos) {
    long until = nowNanos / TICK_NANOS;
    // after a long sleep one round meets everybody
    for (long tick = Math.max(now + 1, until - BUCKETS + 1); tick <= until; tick++) {
      now = tick;
      empty(bucket(tick), until, nowNanos);
    }
  }

  /** The next time at which somebody may be due; {@link #NEVER} if nobody is here. */
  long nextNanos() {
    if (size == 0) {
      return NEVER;
    }
    long tick = now + 1;
    while (bucket(tick).isAlone()) {
      tick++;
    }
    return tick * TICK_NANOS;
  }

  private void empty(Watched bucket, long until, long nowNanos) {
    if (bucket.isAlone()) {
      return;
    }
    // moved aside as a whole: whoever is called may take others away, or put them anywhere
    Watched first = bucket.next;
    bucket.leave();
    turning.join(first.previous);
    while (!turning.isAlone()) {
      Watched watched = turning.next;
      watched.leave();
      if (watched.tick <= until) {
        size--;
        watched.due(nowNanos);
      } else {
        watched.join(bucket);
      }
    }
  }

  private Watched bucket(long tick) {
    return buckets[(int) (tick & (BUCKETS - 1))];
  }
}
