package io.hawser.benchmarks.load;

import java.util.Locale;
import java.util.stream.Collectors;

/** Results of a shape as a table in Markdown, what costs least first. */
final class Table {
  private static final String HEAD =
      """
      | server | CPU µs/message | of raw echo | messages/s | p50 µs | p99 µs | p99.9 µs | bytes/echo | generator |
      |---|--:|--:|--:|--:|--:|--:|--:|--:|
      """;

  private static final int COLUMNS = 9;

  private Table() {}

  /** Writes it; who failed comes last. */
  static String of(Outcome outcome) {
    double raw = outcome.rawMicros();
    return outcome.results().stream()
        .map(result -> row(result, raw))
        .collect(Collectors.joining("", HEAD, outcome.failureRows(COLUMNS)));
  }

  private static String row(Result result, double raw) {
    Round round = result.round();
    return String.format(
        Locale.ROOT,
        "| %s | %.3f | %s | %,.0f | %.0f | %.0f | %.0f | %,.0f | %.2f |\n",
        result.candidate().title(),
        round.cpuMicros(),
        Result.ratio(round.cpuMicros() / raw),
        round.messages(),
        round.p50(),
        round.p99(),
        round.p999(),
        round.echoBytes(),
        round.generator());
  }
}
