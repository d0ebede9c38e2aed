package io.hawser.benchmarks.herd;

import io.hawser.testkit.Herd;
import io.hawser.testkit.Homecoming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/**
 * Lets 10,000 clients come back to a server that restarts, simulated: by Hawser's own policy, and
 * by the formulas of others. The same seed gives the same figures on every machine.
 *
 * <p>Argument: the folder with {@code reconnecting.md}, whose tables are replaced, and {@code
 * herd.svg}.
 */
public final class HerdComparison {
  private static final int CLIENTS = 10_000;
  private static final long SEED = 1;
  private static final String BEGIN = "<!-- herd: written by benchmarks/run-herd -->\n";
  private static final String END = "<!-- end of herd -->\n";

  private HerdComparison() {}

  /**
   * What came of one restart.
   *
   * @param homecomings in the order of {@link Library#ALL}
   */
  record Row(Restart restart, List<Homecoming> homecomings) {}

  /** Writes the tables and the plot. */
  public static void main(String... args) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (Restart.Then then : Restart.Then.values()) {
      for (int seconds : new int[] {0, 5, 60}) {
        rows.add(row(new Restart(Duration.ofSeconds(seconds), then)));
      }
    }
    String tables = tables(rows);
    System.out.print(tables);
    Path folder = Path.of(args[0]);
    Path page = folder.resolve("reconnecting.md");
    String text = Files.readString(page);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END, begin);
    Files.writeString(page, text.substring(0, begin) + "\n" + tables + "\n" + text.substring(end));
    List<Row> plotted =
        rows.stream()
            .filter(row -> row.restart().then() == Restart.Then.REFUSES)
            .filter(row -> !row.restart().down().isZero())
            .toList();
    Files.writeString(folder.resolve("herd.svg"), HerdPlot.of(plotted));
  }

  private static Row row(Restart restart) {
    return new Row(
        restart,
        Library.ALL.stream()
            .map(library -> library.options().apply(Herd.of(CLIENTS).seed(SEED)))
            .map(herd -> restart.of(herd).simulate())
            .toList());
  }

  private static String tables(List<Row> rows) {
    return table(
            "Most handshakes in one second, once the server was up",
            rows,
            (restart, all) -> count(all.mostPerSecond(restart.down())))
        + "\n"
        + table(
            "Seconds from then until 99 % were back",
            rows,
            (restart, all) ->
                all.untilBack(0.99)
                    .map(time -> seconds(time.minus(restart.down())))
                    .orElse("not within an hour"))
        + "\n"
        + table(
            "Attempts for each client",
            rows,
            (restart, all) ->
                String.format(Locale.ROOT, "%.1f", (double) all.attempts() / all.clients()));
  }

  private static String table(
      String title, List<Row> rows, BiFunction<Restart, Homecoming, String> cell) {
    var table = new StringBuilder("| ").append(title).append(" |");
    for (Library library : Library.ALL) {
      table.append(' ').append(library.title()).append(" |");
    }
    table.append("\n|---|").append("--:|".repeat(Library.ALL.size())).append('\n');
    for (Row row : rows) {
      table.append("| ").append(row.restart().title()).append(" |");
      for (Homecoming all : row.homecomings()) {
        table.append(' ').append(cell.apply(row.restart(), all)).append(" |");
      }
      table.append('\n');
    }
    return table.toString();
  }

  private static String count(int count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
  }
}
