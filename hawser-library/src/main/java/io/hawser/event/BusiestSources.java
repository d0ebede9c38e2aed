package io.hawser.event;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which sources most of many events came from, in bounded memory: the space-saving sketch of
 * Metwally, Agrawal and El Abbadi (2005). A source that finds no room takes the place of the rarest
 * one, and its count, of which it is then remembered how much may not be its own. Whoever has more
 * than a 64th of all events is in here for sure. Not safe for several threads at once.
 */
final class BusiestSources {
  static final int MOST_SOURCES = 64;

  private final Map<String, Tally> tallies = new HashMap<>();

  /**
   * One source.
   *
   * @param atLeast how many events are its own for sure
   */
  record Source(String name, long atLeast) {}

  private static final class Tally {
    long count;
    final long foreign;

    Tally(long foreign) {
      this.foreign = foreign;
      count = foreign;
    }

    long own() {
      return count - foreign;
    }
  }

  /** Counts an event. */
  void add(String source) {
    Tally tally = tallies.get(source);
    if (tally == null) {
      tally = new Tally(tallies.size() < MOST_SOURCES ? 0 : removeRarest());
      tallies.put(source, tally);
    }
    tally.count++;
  }

  /** Returns up to so many sources, the busiest first. */
  List<Source> busiest(int most) {
    var sources = new ArrayList<Source>(tallies.size());
    tallies.forEach((name, tally) -> sources.add(new Source(name, tally.own())));
    sources.sort(Comparator.comparingLong(Source::atLeast).reversed().thenComparing(Source::name));
    return List.copyOf(sources.subList(0, Math.min(most, sources.size())));
  }

  int size() {
    return tallies.size();
  }

  private long removeRarest() {
    String rarest = "";
    long least = Long.MAX_VALUE;
    for (var entry : tallies.entrySet()) {
      if (entry.getValue().count < least) {
        least = entry.getValue().count;
        rarest = entry.getKey();
      }
    }
    tallies.remove(rarest);
    return least;
  }
}
