package io.hawser.guard;

import io.hawser.TimeSource;
import io.hawser.observe.HandshakeGuard;
import io.hawser.observe.Source;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The standard guard. Sources that fail again and again are refused for a while, and neither one
 * source nor all together may have too many opening handshakes under way, or too many connections.
 *
 * <p>Safe from any thread. A guard may serve several servers, which then share its budgets.
 */
public final class Guard implements HandshakeGuard {
  private final Budgets budgets;
  private final boolean loopbackLimited;
  private final LongSupplier nanos;
  private final RandomGenerator random;

  private final Memory memory;
  private final Crowd pendingOfSources = new Crowd();
  private final Crowd connectionsOfSources = new Crowd();
  private final AtomicInteger sockets = new AtomicInteger();
  private final AtomicInteger pending = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();

  private Guard(Builder builder) {
    budgets = builder.budgets();
    loopbackLimited = builder.loopbackLimited;
    nanos = builder.nanos;
    random = builder.random;
    memory = new Memory(budgets, nanos);
  }

  /** Returns a guard with all defaults. */
  public static Guard standard() {
    return builder().build();
  }

  /** Returns a builder with all defaults. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public Visit visit() {
    sockets.incrementAndGet();
    pending.incrementAndGet();
    return new GuardedVisit(this);
  }

  /** How many sources are refused now. Walks over all that are remembered: for figures only. */
  @Override
  public int penalised() {
    return memory.refused();
  }

  /** How many sources something is remembered of. */
  public long remembered() {
    return memory.size();
  }

  Budgets budgets() {
    return budgets;
  }

  Memory memory() {
    return memory;
  }

  Crowd pendingOfSources() {
    return pendingOfSources;
  }

  Crowd connectionsOfSources() {
    return connectionsOfSources;
  }

  AtomicInteger sockets() {
    return sockets;
  }

  AtomicInteger pending() {
    return pending;
  }

  AtomicInteger connections() {
    return connections;
  }

  long nowNanos() {
    return nanos.getAsLong();
  }

  /** Whether budgets of each source are there for this one. */
  boolean limits(Source source) {
    return !source.isNone() && (loopbackLimited || !source.isLoopback());
  }

  /** When those should come again that were not served: not all at once. */
  Duration later() {
    return Duration.ofSeconds(5 + random.nextLong(11));
  }

  /** Collects what a guard allows. Not safe for several threads at once. */
  public static final class Builder {
    private static final int MOST_SOURCES = 10_000_000;

    private final Set<Budget> off = EnumSet.noneOf(Budget.class);
    private @Nullable Rate handshakes;
    private Rate penalties = new Rate(20, Duration.ofMinutes(1));
    private Duration firstRefusal = Duration.ofSeconds(60);
    private Duration longestRefusal = Duration.ofMinutes(15);
    private int pendingPerSource = 32;
    private int pending = 1024;
    private int connectionsPerSource = Budgets.UNLIMITED;
    private int connections;
    private int sources = 100_000;
    private boolean loopbackLimited;
    private LongSupplier nanos = System::nanoTime;
    private RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();

    private Builder() {}

    /**
     * How many opening handshakes a source may begin, good and bad ones. What is above it is
     * answered with 429. Default: as many as it likes, since a whole office may be one source.
     *
     * @param count at once; so many come back in the time {@code per}, evenly
     * @throws IllegalArgumentException unless both are positive, and {@code per} is up to a day
     */
    public Builder handshakesPerSource(int count, Duration per) {
      handshakes = new Rate(count, per);
      off.remove(Budget.HANDSHAKES_PER_SOURCE);
      return this;
    }

    /**
     * How many failures that are penalties a source may have before it is refused. Default: 20 a
     * minute.
     *
     * @throws IllegalArgumentException unless both are positive, and {@code per} is up to a day
     */
    public Builder penaltiesPerSource(int count, Duration per) {
      penalties = new Rate(count, per);
      off.remove(Budget.PENALTIES_PER_SOURCE);
      return this;
    }

    /**
     * How long a source is refused that has spent its penalties: {@code first}, then twice as long
     * each time, up to {@code longest}; from the beginning again if it was not refused for as long
     * as {@code longest}. Default: 60 seconds to 15 minutes.
     *
     * @throws IllegalArgumentException unless {@code first} is positive and at most {@code
     *     longest}, and that is at most a day
     */
    public Builder refusal(Duration first, Duration longest) {
      if (!first.isPositive()) {
        throw new IllegalArgumentException("first: " + first + "; must be positive");
      }
      if (longest.compareTo(first) < 0 || longest.compareTo(Duration.ofDays(1)) > 0) {
        throw new IllegalArgumentException(
            "longest: " + longest + "; must be from " + first + " to a day");
      }
      firstRefusal = first;
      longestRefusal = longest;
      return this;
    }

    /**
     * How many opening handshakes a source may have under way at once. What is above it is answered
     * with 503, or closed at once if there are twice as many. Default: 32.
     *
     * @throws IllegalArgumentException unless positive
     */
    public Builder pendingPerSource(int count) {
      pendingPerSource = positive("pendingPerSource", count);
      off.remove(Budget.PENDING_PER_SOURCE);
      return this;
    }

    /**
     * How many opening handshakes may be under way at once. What is above it is answered with 503,
     * or closed at once if there are twice as many. Default: 1,024.
     *
     * @throws IllegalArgumentException unless positive
     */
    public Builder pending(int count) {
      pending = positive("pending", count);
      off.remove(Budget.PENDING);
      return this;
    }

    /**
     * How many connections a source may have open at once. What is above it is answered with 503.
     * Default: as many as it likes.
     *
     * @throws IllegalArgumentException unless positive
     */
    public Builder connectionsPerSource(int count) {
      connectionsPerSource = positive("connectionsPerSource", count);
      off.remove(Budget.CONNECTIONS_PER_SOURCE);
      return this;
    }

    /**
     * How many connections may be open at once. What is above it is answered with 503. Default:
     * nine tenths of the files that this process may have open, where that is known.
     *
     * @throws IllegalArgumentException unless positive
     */
    public Builder connections(int count) {
      connections = positive("connections", count);
      off.remove(Budget.CONNECTIONS);
      return this;
    }

    /** Switches a budget off. Default: all are on, but those of which no number is known. */
    public Builder without(Budget budget) {
      off.add(budget);
      return this;
    }

    /**
     * Of how many sources something is remembered; of those that come seldom and have not come for
     * long it is forgotten first. Default: 100,000.
     *
     * @throws IllegalArgumentException unless it is from 1 to 10,000,000
     */
    public Builder sources(int count) {
      if (count < 1 || count > MOST_SOURCES) {
        throw new IllegalArgumentException(
            "sources: " + count + "; must be from 1 to " + MOST_SOURCES);
      }
      sources = count;
      return this;
    }

    /** Limits each source on this machine, too. Default: loopback addresses are exempt. */
    public Builder limitLoopback() {
      loopbackLimited = true;
      return this;
    }

    /** The time that budgets go by, and what spreads retries. For tests. Default: the system's. */
    public Builder time(TimeSource source, RandomGenerator random) {
      nanos = source::nanos;
      this.random = random;
      return this;
    }

    /** Returns the guard. */
    public Guard build() {
      return new Guard(this);
    }

    private Budgets budgets() {
      int descriptors = Descriptors.limit();
      int most = connections > 0 ? connections : mostOf(descriptors);
      boolean connectionsOff = off.contains(Budget.CONNECTIONS);
      return new Budgets(
          off.contains(Budget.HANDSHAKES_PER_SOURCE) ? null : handshakes,
          off.contains(Budget.PENALTIES_PER_SOURCE) ? null : penalties,
          firstRefusal,
          longestRefusal,
          unless(Budget.PENDING_PER_SOURCE, pendingPerSource),
          unless(Budget.PENDING, pending),
          unless(Budget.CONNECTIONS_PER_SOURCE, connectionsPerSource),
          unless(Budget.CONNECTIONS, most),
          connectionsOff ? Budgets.UNLIMITED : descriptors,
          sources);
    }

    private int unless(Budget budget, int count) {
      return off.contains(budget) ? Budgets.UNLIMITED : count;
    }

    private static int mostOf(int descriptors) {
      return descriptors == Budgets.UNLIMITED ? Budgets.UNLIMITED : (int) (descriptors * 0.9);
    }

    private static int positive(String name, int count) {
      if (count < 1) {
        throw new IllegalArgumentException(name + ": " + count + "; must be positive");
      }
      return count;
    }
  }
}
