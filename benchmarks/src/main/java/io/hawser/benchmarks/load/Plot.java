package io.hawser.benchmarks.load;

import io.hawser.benchmarks.process.Candidate;
import java.util.List;
import java.util.Locale;

/** Results as an SVG picture: for each shape a bar for each server, as long as its ratio. */
final class Plot {
  private static final int WIDTH = 720;
  private static final int LABELS = 190;
  private static final int BARS = WIDTH - LABELS - 60;
  private static final int ROW = 18;
  private static final int HEADING = 30;

  /** What takes more than so many times the raw echo is drawn as if it took that. */
  private static final double MOST = 10;

  private final StringBuilder body = new StringBuilder();
  private int height = 26;

  Plot() {
    text(8, 18, "start", "bold", "Server CPU per message, as a multiple of a raw echo's");
  }

  /**
   * Adds a shape, without who failed; nothing if that was the raw echo, which bars are measured by.
   */
  void add(Shape shape, Outcome outcome) {
    double raw = outcome.rawMicros();
    if (Double.isNaN(raw)) {
      return;
    }
    List<Result> results = outcome.results();
    double longest = Math.min(MOST, results.getLast().round().cpuMicros() / raw);
    text(8, height + 20, "start", "bold", shape.name());
    height += HEADING;
    for (Result result : results) {
      double ratio = result.round().cpuMicros() / raw;
      double length = BARS * Math.min(1, ratio / longest);
      text(LABELS - 6, height + 13, "end", "normal", result.candidate().title());
      body.append(
          String.format(
              Locale.ROOT,
              "<rect x='%d' y='%d' width='%.1f' height='%d' fill='%s'/>\n",
              LABELS,
              height + 2,
              length,
              ROW - 4,
              colour(result.candidate())));
      String more = ratio > longest ? "… " : "";
      text(LABELS + length + 4, height + 13, "start", "normal", more + decimal(ratio));
      height += ROW;
    }
  }

  /** The picture so far. */
  String svg() {
    return String.format(
        Locale.ROOT,
        """
        <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif' \
        font-size='12'>
        <rect width='100%%' height='100%%' fill='white'/>
        %s</svg>
        """,
        WIDTH,
        height + 10,
        body);
  }

  private void text(double x, int y, String anchor, String weight, String text) {
    body.append(
        String.format(
            Locale.ROOT,
            "<text x='%.1f' y='%d' text-anchor='%s' font-weight='%s'>%s</text>\n",
            x,
            y,
            anchor,
            weight,
            text));
  }

  private static String decimal(double ratio) {
    return String.format(Locale.ROOT, "%.2f", ratio);
  }

  private static String colour(Candidate candidate) {
    return switch (candidate.kind()) {
      case RAW -> "#888888";
      case HAWSER -> "#1f6fb4";
      case PEER -> "#d9a441";
    };
  }
}
