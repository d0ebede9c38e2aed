package io.hawser.benchmarks.load;

import io.hawser.benchmarks.process.Numbers;
import io.hawser.benchmarks.process.Program;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How {@link Load} was asked to measure.
 *
 * @param servers names that match are measured; the raw echo always is
 * @param warmUpSeconds of the shape's own load, for each server
 * @param churn connections opened and closed before that, for each server
 * @param folder where results go
 */
record LoadOptions(
    List<Shape> shapes,
    Pattern servers,
    int rounds,
    double seconds,
    double warmUpSeconds,
    int churn,
    Path folder) {

  static final String HELP =
      """
      benchmarks/run-load [options]; arguments have no spaces in them
        --quick             two shapes, one round of a second, a short warm-up; a look, no result
        --shapes A,B        only these: %s
        --servers REGEX     only those whose whole name matches, beside raw-echo: hawser-.*|netty
        --rounds N          of each server, in turns; the median counts (5)
        --seconds S         of each round (3)
        --warmup S          of this load before the first round (5)
        --churn N           connections opened and closed before that (3000)
        --out FOLDER        where results go (target/load)\
      """
          .formatted(String.join(",", Shape.ALL.stream().map(Shape::name).toList()));

  /**
   * Reads options; later ones win.
   *
   * @param base where a relative folder begins
   * @throws IllegalArgumentException if one is unknown, lacks its value, or has a bad one
   */
  static LoadOptions parse(List<String> arguments, Path base) {
    var options =
        new LoadOptions(
            Shape.ALL, Pattern.compile(".*"), 5, 3, 5, 3000, base.resolve("target/load"));
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      options = options.with(rest.next(), rest, base);
    }
    return options;
  }

  private LoadOptions with(String option, Iterator<String> rest, Path base) {
    return switch (option) {
      case "--quick" -> new LoadOptions(Shape.named(Shape.QUICK), servers, 1, 1, 1, 500, folder);
      case "--shapes" -> shapes(Shape.named(Program.value(option, rest)));
      case "--servers" -> servers(Pattern.compile(Program.value(option, rest)));
      case "--rounds" -> rounds(Numbers.whole(option, Program.value(option, rest), 1, 99));
      case "--seconds" -> seconds(Numbers.seconds(option, Program.value(option, rest)));
      case "--warmup" -> warmUp(Numbers.seconds(option, Program.value(option, rest)));
      case "--churn" -> churn(Numbers.whole(option, Program.value(option, rest), 0, 100_000));
      case "--out" -> folder(base.resolve(Program.value(option, rest)));
      default -> throw new IllegalArgumentException("no option " + option + "; see --help");
    };
  }

  private LoadOptions shapes(List<Shape> shapes) {
    return new LoadOptions(shapes, servers, rounds, seconds, warmUpSeconds, churn, folder);
  }

  private LoadOptions servers(Pattern servers) {
    return new LoadOptions(shapes, servers, rounds, seconds, warmUpSeconds, churn, folder);
  }

  private LoadOptions rounds(int rounds) {
    return new LoadOptions(shapes, servers, rounds, seconds, warmUpSeconds, churn, folder);
  }

  private LoadOptions seconds(double seconds) {
    return new LoadOptions(shapes, servers, rounds, seconds, warmUpSeconds, churn, folder);
  }

  private LoadOptions warmUp(double seconds) {
    return new LoadOptions(shapes, servers, rounds, this.seconds, seconds, churn, folder);
  }

  private LoadOptions churn(int connections) {
    return new LoadOptions(shapes, servers, rounds, seconds, warmUpSeconds, connections, folder);
  }

  private LoadOptions folder(Path folder) {
    return new LoadOptions(shapes, servers, rounds, seconds, warmUpSeconds, churn, folder);
  }
}
