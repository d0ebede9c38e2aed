package io.hawser.benchmarks.handshake;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;

/** Costs as tables in Markdown: what a second of a processor is enough for, and ratios. */
final class CostTables {
  private CostTables() {}

  /**
   * Writes them.
   *
   * @param servers titles, in the order of costs
   * @param costs of an accepted handshake first, with the first server's answered
   */
  static String of(List<String> servers, List<Costs> costs) {
    double unit = costs.getFirst().micros().getFirst();
    return table("connections per second of a processor", servers, costs, "%,.0f", m -> 1e6 / m)
        + "\n"
        + table(
            "processor time, of what %s opens".formatted(servers.getFirst()),
            servers,
            costs,
            "%.2f",
            micros -> micros / unit);
  }

  private static String table(
      String title,
      List<String> servers,
      List<Costs> costs,
      String format,
      DoubleUnaryOperator figure) {
    var table = new StringBuilder();
    table.append("| ").append(title).append(" | ").append(String.join(" | ", servers));
    table.append(" |\n|---|").append("--:|".repeat(servers.size())).append('\n');
    for (Costs row : costs) {
      table.append(
          row.micros().stream()
              .map(micros -> cell(micros, format, figure))
              .collect(Collectors.joining(" | ", "| " + row.title() + " | ", " |\n")));
    }
    return table.toString();
  }

  private static String cell(double micros, String format, DoubleUnaryOperator figure) {
    return Double.isNaN(micros)
        ? "-"
        : String.format(Locale.ROOT, format, figure.applyAsDouble(micros));
  }
}
