package io.hawser.guard;

import io.hawser.observe.Source;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many of something each source has at the moment. Only sources that have some are in it, so it
 * is as large as there are connections. Safe from any thread.
 */
final class Crowd {
  private final ConcurrentHashMap<Source, Integer> counts = new ConcurrentHashMap<>();

  /** One more; returns how many there are with it. */
  int enter(Source source) {
    Integer now = counts.merge(source, 1, Integer::sum);
    return now == null ? 0 : now;
  }

  /** One less. */
  void leave(Source source) {
    counts.computeIfPresent(source, (key, count) -> count == 1 ? null : count - 1);
  }

  /** How many there are. */
  int of(Source source) {
    return counts.getOrDefault(source, 0);
  }

  /** How many sources have some. */
  int size() {
    return counts.size();
  }
}
