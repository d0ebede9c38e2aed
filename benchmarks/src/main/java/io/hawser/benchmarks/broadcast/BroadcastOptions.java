package io.hawser.benchmarks.broadcast;

import io.hawser.benchmarks.load.Rounds;
import io.hawser.benchmarks.process.Program;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/** How {@link BroadcastCost} was asked to measure. */
record BroadcastOptions(List<BroadcastShape> shapes, Rounds rounds) {
  private static final Rounds USUAL = Rounds.usual(5, 3, 12, "target/broadcast");

  static final String HELP =
      """
      benchmarks/run-broadcast [options]; arguments have no spaces in them
        --quick             two shapes, one round of a second, a short warm-up; a look, no result
        --shapes A,B        SUBSCRIBERSxBYTES, and xMESSAGES under way if not one at a time
                            (%s)
      %s\
      """
          .formatted(BroadcastShape.ALL, USUAL.help("raw-sends"));

  /**
   * Reads options; later ones win.
   *
   * @param base where a relative folder begins
   * @throws IllegalArgumentException if one is unknown, lacks its value, or has a bad one
   */
  static BroadcastOptions parse(List<String> arguments, Path base) {
    var options = new BroadcastOptions(BroadcastShape.named(BroadcastShape.ALL), USUAL.in(base));
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      options = options.with(rest.next(), rest, base);
    }
    return options;
  }

  private BroadcastOptions with(String option, Iterator<String> rest, Path base) {
    return switch (option) {
      case "--quick" ->
          new BroadcastOptions(BroadcastShape.named(BroadcastShape.QUICK), rounds.quick(4));
      case "--shapes" ->
          new BroadcastOptions(BroadcastShape.named(Program.value(option, rest)), rounds);
      default -> new BroadcastOptions(shapes, rounds.with(option, rest, base));
    };
  }
}
