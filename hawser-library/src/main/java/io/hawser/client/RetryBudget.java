package io.hawser.client;

import io.hawser.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many clients of one process may come back to one origin at a time: without it, a thousand of
 * them would stampede a server that restarts. Retries beyond it wait in line; first attempts never
 * do. Safe from any thread.
 */
public final class RetryBudget {
  private static final RetryBudget SHARED = new RetryBudget(8, 20);
  private static final RetryBudget UNLIMITED = new RetryBudget(Integer.MAX_VALUE, 1e9);

  private static final int MANY_LANES = 64;

  private final int mostInFlight;
  private final long gapNanos;
  private final Map<Key, Lane> lanes = new ConcurrentHashMap<>();

  /** Of clients in tests each has a clock of its own. */
  private record Key(String origin, TimeSource time) {}

  private RetryBudget(int mostInFlight, double mostPerSecond) {
    this.mostInFlight = mostInFlight;
    this.gapNanos = (long) (1e9 / mostPerSecond);
  }

  /** The budget that all clients of this process share: 8 in flight, 20 a second. */
  public static RetryBudget shared() {
    return SHARED;
  }

  /**
   * Returns a budget of one's own, for each origin; to be shared by several clients.
   *
   * @param mostInFlight retries that may be under way at once
   * @param mostPerSecond retries that may begin within a second
   * @throws IllegalArgumentException unless both are positive
   */
  public static RetryBudget of(int mostInFlight, int mostPerSecond) {
    if (mostInFlight < 1 || mostPerSecond < 1) {
      throw new IllegalArgumentException(
          "retry budget: %d in flight, %d a second; must be positive"
              .formatted(mostInFlight, mostPerSecond));
    }
    return new RetryBudget(mostInFlight, mostPerSecond);
  }

  /** A budget without bounds. */
  public static RetryBudget unlimited() {
    return UNLIMITED;
  }

  /** Gets in line; the ticket has to be released in any case. */
  Ticket enter(String origin, TimeSource time) {
    if (lanes.size() > MANY_LANES) {
      lanes.keySet().forEach(this::forgetIfIdle);
    }
    var key = new Key(origin, time);
    var ticket = new Ticket(key);
    // inside compute: a lane is removed by nobody while somebody enters it
    lanes.compute(
        key,
        (same, present) -> {
          Lane lane = present == null ? new Lane() : present;
          lane.enter(ticket);
          return lane;
        });
    return ticket;
  }

  private void forgetIfIdle(Key key) {
    lanes.computeIfPresent(key, (same, lane) -> lane.isIdle(key.time().nanos()) ? null : lane);
  }

  /** One retry's place. */
  final class Ticket {
    private final Key key;
    private final CompletableFuture<Boolean> turn = new CompletableFuture<>();

    private Ticket(Key key) {
      this.key = key;
    }

    /** Completes when this retry may be under way. */
    CompletableFuture<Boolean> turn() {
      return turn;
    }

    /** How long it has to wait then, so that not too many begin within a second. */
    Duration gap() {
      Lane lane = lanes.get(key);
      return lane == null ? Duration.ZERO : Duration.ofNanos(lane.reserve(key.time().nanos()));
    }

    /** Lets the next one have the place. */
    void release() {
      lanes.computeIfPresent(
          key, (same, lane) -> lane.leave(this, key.time().nanos()) ? null : lane);
    }
  }

  /** The retries to one origin. */
  private final class Lane {
    private final ReentrantLock lock = new ReentrantLock();

    // guarded by lock
    private final Deque<Ticket> waiting = new ArrayDeque<>();
    private int inFlight;
    private boolean begun;
    private long nextNanos;

    void enter(Ticket ticket) {
      lock.lock();
      try {
        waiting.add(ticket);
        admit();
      } finally {
        lock.unlock();
      }
    }

    long reserve(long nowNanos) {
      lock.lock();
      try {
        long at = begun ? Math.max(nowNanos, nextNanos) : nowNanos;
        begun = true;
        nextNanos = at + gapNanos;
        return at - nowNanos;
      } finally {
        lock.unlock();
      }
    }

    /** Returns whether this lane holds nothing that anybody would miss. */
    boolean leave(Ticket ticket, long nowNanos) {
      lock.lock();
      try {
        if (!waiting.remove(ticket)) {
          inFlight--;
        }
        admit();
        return isIdle(nowNanos);
      } finally {
        lock.unlock();
      }
    }

    boolean isIdle(long nowNanos) {
      lock.lock();
      try {
        return inFlight == 0 && waiting.isEmpty() && (!begun || nextNanos - nowNanos <= 0);
      } finally {
        lock.unlock();
      }
    }

    private void admit() {
      while (inFlight < mostInFlight && !waiting.isEmpty()) {
        inFlight++;
        // only wakes a thread: nothing runs here that could come back
        waiting.remove().turn.complete(true);
      }
    }
  }
}
