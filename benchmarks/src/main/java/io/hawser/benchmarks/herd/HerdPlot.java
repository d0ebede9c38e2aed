package io.hawser.benchmarks.herd;

import io.hawser.testkit.Homecoming;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Draws attempts over time: a column for each restart, a row for each library. */
final class HerdPlot {
  private static final int WIDTH = 800;
  private static final int LEFT = 60;
  private static final int TOP = 50;
  private static final int PANEL_WIDTH = 340;
  private static final int PANEL_HEIGHT = 90;
  private static final int COLUMN = 370;
  private static final int ROW = 125;
  private static final int SECONDS = 120;
  private static final int MOST = 2500;
  private static final List<String> COLOURS =
      List.of("#0b6e4f", "#2a9d6f", "#c1440e", "#3d5a98", "#8a6d00");

  private final StringBuilder svg = new StringBuilder();

  private HerdPlot() {}

  static String of(List<HerdComparison.Row> columns) {
    var plot = new HerdPlot();
    plot.draw(columns);
    return plot.svg.toString();
  }

  private void draw(List<HerdComparison.Row> columns) {
    int height = TOP + ROW * Library.ALL.size();
    add(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" \
        font-family="sans-serif" font-size="11">\
        """,
        WIDTH, height);
    add("<title>Handshakes per second of 10,000 clients whose server restarts</title>");
    add("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>", WIDTH, height);
    for (int c = 0; c < columns.size(); c++) {
      HerdComparison.Row column = columns.get(c);
      int left = LEFT + c * COLUMN;
      add(
          "<text x=\"%d\" y=\"20\" font-weight=\"bold\">%s: attempts per second</text>",
          left, column.restart().title());
      for (int row = 0; row < Library.ALL.size(); row++) {
        panel(left, row, column);
      }
    }
    add("</svg>");
  }

  private void panel(int left, int row, HerdComparison.Row column) {
    Homecoming all = column.homecomings().get(row);
    int bottom = TOP + row * ROW + PANEL_HEIGHT;
    add(
        "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#eee\"/>",
        left, bottom - PANEL_HEIGHT, x(column.restart().down().toSeconds()), PANEL_HEIGHT);
    for (int mark = 0; mark <= 2000; mark += 1000) {
      add(
          "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%,d</text>",
          left - 5, bottom - y(mark) + 4, mark);
    }
    for (int second = 0; second < SECONDS; second += 30) {
      add(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d s</text>",
          left + x(second), bottom + 14, second);
    }
    add("<path d=\"%s\" fill=\"%s\"/>", area(left, bottom, all.perSecond()), COLOURS.get(row));
    add(
        "<path d=\"M%d %.1fh%d\" stroke=\"#000\" stroke-width=\"0.7\" stroke-dasharray=\"3 3\"/>",
        left, bottom - y(Restart.PER_SECOND), PANEL_WIDTH);
    add("<path d=\"M%d %dh%d\" stroke=\"#000\"/>", left, bottom, PANEL_WIDTH);
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"%s\">%s: peak %,d; %s</text>",
        left + PANEL_WIDTH,
        bottom - PANEL_HEIGHT - 4,
        COLOURS.get(row),
        Library.ALL.get(row).title(),
        all.mostPerSecond(Duration.ZERO),
        all.untilBack(0.99)
            .map(time -> "99 % back at " + time.toSeconds() + " s")
            .orElse("99 % not back within an hour"));
  }

  /** Steps, one for each second; what is higher than the panel is cut. */
  private static String area(int left, int bottom, int[] perSecond) {
    var path = new StringBuilder(String.format(Locale.ROOT, "M%d %d", left, bottom));
    for (int second = 0; second < Math.min(SECONDS, perSecond.length); second++) {
      path.append(
          String.format(
              Locale.ROOT,
              "V%.1fH%.1f",
              bottom - y(Math.min(MOST, perSecond[second])),
              left + x(second + 1)));
    }
    return path.append('V').append(bottom).append('Z').toString();
  }

  private static double x(long second) {
    return (double) PANEL_WIDTH * second / SECONDS;
  }

  private static double y(int count) {
    return (double) PANEL_HEIGHT * count / MOST;
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency
  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
