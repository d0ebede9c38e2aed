package io.hawser.benchmarks.broadcast;

import io.hawser.benchmarks.process.Numbers;
import io.hawser.benchmarks.process.Program;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How {@link BroadcastCost} was asked to measure.
 *
 * @param servers names that match are measured; the raw sends always are
 * @param warmUpSeconds of the shape's own load, for each server
 * @param folder where results go
 */
record BroadcastOptions(
    List<BroadcastShape> shapes,
    Pattern servers,
    int rounds,
    double seconds,
    double warmUpSeconds,
    Path folder) {

  static final String HELP =
      """
      benchmarks/run-broadcast [options]; arguments have no spaces in them
        --quick             two shapes, one round of a second, a short warm-up; a look, no result
        --shapes A,B        SUBSCRIBERSxBYTES, and xMESSAGES under way if not one at a time
                            (%s)
        --servers REGEX     only those whose whole name matches, beside raw-sends: hawser-.*|netty
        --rounds N          of each server, in turns; the median counts (5)
        --seconds S         of each round (3)
        --warmup S          of this load before the first round (8)
        --out FOLDER        where results go (target/broadcast)\
      """
          .formatted(BroadcastShape.ALL);

  /**
   * Reads options; later ones win.
   *
   * @param base where a relative folder begins
   * @throws IllegalArgumentException if one is unknown, lacks its value, or has a bad one
   */
  static BroadcastOptions parse(List<String> arguments, Path base) {
    var options =
        new BroadcastOptions(
            BroadcastShape.named(BroadcastShape.ALL),
            Pattern.compile(".*"),
            5,
            3,
            8,
            base.resolve("target/broadcast"));
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      options = options.with(rest.next(), rest, base);
    }
    return options;
  }

  private BroadcastOptions with(String option, Iterator<String> rest, Path base) {
    return switch (option) {
      case "--quick" ->
          new BroadcastOptions(
              BroadcastShape.named(BroadcastShape.QUICK), servers, 1, 1, 4, folder);
      case "--shapes" ->
          new BroadcastOptions(
              BroadcastShape.named(Program.value(option, rest)),
              servers,
              rounds,
              seconds,
              warmUpSeconds,
              folder);
      case "--servers" ->
          new BroadcastOptions(
              shapes,
              Pattern.compile(Program.value(option, rest)),
              rounds,
              seconds,
              warmUpSeconds,
              folder);
      case "--rounds" ->
          times(Numbers.whole(option, Program.value(option, rest), 1, 99), seconds, warmUpSeconds);
      case "--seconds" ->
          times(rounds, Numbers.seconds(option, Program.value(option, rest)), warmUpSeconds);
      case "--warmup" ->
          times(rounds, seconds, Numbers.seconds(option, Program.value(option, rest)));
      case "--out" ->
          new BroadcastOptions(
              shapes,
              servers,
              rounds,
              seconds,
              warmUpSeconds,
              base.resolve(Program.value(option, rest)));
      default -> throw new IllegalArgumentException("no option " + option + "; see --help");
    };
  }

  private BroadcastOptions times(int rounds, double seconds, double warmUpSeconds) {
    return new BroadcastOptions(shapes, servers, rounds, seconds, warmUpSeconds, folder);
  }
}
