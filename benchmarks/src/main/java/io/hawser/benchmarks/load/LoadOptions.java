package io.hawser.benchmarks.load;

import io.hawser.benchmarks.process.Numbers;
import io.hawser.benchmarks.process.Program;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * How {@link Load} was asked to measure.
 *
 * @param churn connections opened and closed before it warms up, for each server
 */
record LoadOptions(List<Shape> shapes, int churn, Rounds rounds) {
  private static final Rounds USUAL = Rounds.usual(5, 3, 5, "target/load");

  static final String HELP =
      """
      benchmarks/run-load [options]; arguments have no spaces in them
        --quick             two shapes, one round of a second, a short warm-up; a look, no result
        --shapes A,B        CONNECTIONSxBYTES, bytes as 20B, 16KiB or 1MiB; xMESSAGES in flight
                            if not one, or CONNECTIONSxFRAGMENTSxBYTES; then -binary,
                            -half, and one of -tls, -deflate, -loops
                            (%s)
        --churn N           connections opened and closed before the warm-up (3000)
      %s\
      """
          .formatted(Shape.ALL, USUAL.help("raw-echo"));

  /**
   * Reads options; later ones win.
   *
   * @param base where a relative folder begins
   * @throws IllegalArgumentException if one is unknown, lacks its value, or has a bad one
   */
  static LoadOptions parse(List<String> arguments, Path base) {
    var options = new LoadOptions(Shape.named(Shape.ALL), 3000, USUAL.in(base));
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      options = options.with(rest.next(), rest, base);
    }
    return options;
  }

  private LoadOptions with(String option, Iterator<String> rest, Path base) {
    return switch (option) {
      case "--quick" -> new LoadOptions(Shape.named(Shape.QUICK), 500, rounds.quick(1));
      case "--shapes" -> new LoadOptions(Shape.named(Program.value(option, rest)), churn, rounds);
      case "--churn" ->
          new LoadOptions(
              shapes, Numbers.whole(option, Program.value(option, rest), 0, 100_000), rounds);
      default -> new LoadOptions(shapes, churn, rounds.with(option, rest, base));
    };
  }
}
