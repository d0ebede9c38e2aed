package io.hawser.guard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.hawser.observe.Source;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What is remembered of sources: of so many at the most, whoever comes. Safe from any thread. */
final class Memory {
  private final Budgets budgets;
  private final Buckets buckets;
  private final LongSupplier nanos;
  private final Cache<Source, Conduct> conducts;

  Memory(Budgets budgets, LongSupplier nanos) {
    this.budgets = budgets;
    this.buckets = new Buckets(nanos);
    this.nanos = nanos;
    conducts =
        Caffeine.newBuilder()
            .maximumSize(budgets.sources())
            .expireAfterAccess(budgets.memory())
            .ticker(nanos::getAsLong)
            // a few entries at a time, so that no thread of its own is needed
            .executor(Runnable::run)
            .build();
  }

  /** Returns what is known of a source; null if it is nothing. */
  @Nullable Conduct of(Source source) {
    return conducts.getIfPresent(source);
  }

  /** Returns what is known of a source, from now on at least something. */
  Conduct remember(Source source) {
    return conducts.get(source, key -> new Conduct(budgets, buckets));
  }

  /** How many sources are refused now. */
  int refused() {
    long now = nanos.getAsLong();
    return (int)
        conducts.asMap().values().stream().filter(conduct -> conduct.refusedNanos(now) > 0).count();
  }

  /** How many sources something is known of. */
  long size() {
    // counted, and not cleaned up: for that there is a lock, for which event loops may queue
    return conducts.asMap().values().stream().mapToLong(conduct -> 1).sum();
  }
}
