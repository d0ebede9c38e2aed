package io.hawser.benchmarks.load;

import java.util.Locale;

/** What idle connections hold, as a table in Markdown. */
final class MemoryTable {
  /** What figures are extrapolated to, if fewer were open. */
  private static final int MANY = 100_000;

  private static final int KIB = 1024;
  private static final int MIB = 1 << 20;

  private final int connections;

  /** Begins one of servers that have so many connections. */
  MemoryTable(int connections) {
    this.connections = connections;
  }

  boolean extrapolates() {
    return connections < MANY;
  }

  String head() {
    String more = " 100,000: live heap, MiB | 100,000: resident, MiB |";
    return "| server | live heap, bytes/connection | resident, bytes/connection | heap before, KiB"
        + " |"
        + (extrapolates() ? more : "")
        + "\n|---|--:|--:|--:|"
        + (extrapolates() ? "--:|--:|" : "");
  }

  /**
   * Writes a row.
   *
   * @param before without connections
   * @param with all of them
   */
  String row(String server, Footprint before, Footprint with) {
    long live = with.liveBytes() - before.liveBytes();
    long resident = (with.residentKib() - before.residentKib()) * KIB;
    String measured =
        String.format(
            Locale.ROOT,
            "| %s | %,d | %,d | %,d |",
            server,
            live / connections,
            resident / connections,
            before.liveBytes() / KIB);
    return extrapolates()
        ? measured
            + String.format(
                Locale.ROOT,
                " %,d | %,d |",
                withMany(before.liveBytes(), live),
                withMany(before.residentKib() * KIB, resident))
        : measured;
  }

  /** MiB, if each connection adds what these have. */
  private long withMany(long before, long grown) {
    return (before + grown * MANY / connections) / MIB;
  }
}
