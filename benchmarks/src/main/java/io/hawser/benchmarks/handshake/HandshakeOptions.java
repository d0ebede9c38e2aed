package io.hawser.benchmarks.handshake;

import io.hawser.benchmarks.process.Numbers;
import io.hawser.benchmarks.process.Program;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How {@link HandshakeCost} was asked to measure.
 *
 * @param servers names that match are measured; ours always are
 * @param rounds of each server, in turns
 * @param knocks of each kind, in each round
 * @param warmUp knocks of each kind before the first round
 * @param folder where results go
 */
record HandshakeOptions(Pattern servers, int rounds, int knocks, int warmUp, Path folder) {
  static final String HELP =
      """
      benchmarks/run-handshakes [options]; arguments have no spaces in them
        --quick             one short round after a short warm-up; a look, no result
        --servers REGEX     beside ours only those whose whole name matches: netty|jetty (.*)
        --rounds N          of each server, in turns; the median counts (5)
        --knocks N          of each kind in each round (1000)
        --warmup N          of each kind before the first round (3000)
        --out FOLDER        where results go (target/handshakes)\
      """;

  /**
   * Reads options; later ones win.
   *
   * @param base where a relative folder begins
   * @throws IllegalArgumentException if one is unknown, lacks its value, or has a bad one
   */
  static HandshakeOptions parse(List<String> arguments, Path base) {
    Path usual = base.resolve("target/handshakes");
    var options = new HandshakeOptions(Pattern.compile(".*"), 5, 1000, 3000, usual);
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      options = options.with(rest.next(), rest, base);
    }
    return options;
  }

  private HandshakeOptions with(String option, Iterator<String> rest, Path base) {
    return switch (option) {
      case "--quick" -> times(1, 100, 200);
      case "--servers" ->
          new HandshakeOptions(
              Pattern.compile(Program.value(option, rest)), rounds, knocks, warmUp, folder);
      case "--rounds" -> times(number(option, rest, 1), knocks, warmUp);
      case "--knocks" -> times(rounds, number(option, rest, 1), warmUp);
      case "--warmup" -> times(rounds, knocks, number(option, rest, 50));
      case "--out" ->
          new HandshakeOptions(
              servers, rounds, knocks, warmUp, base.resolve(Program.value(option, rest)));
      default -> throw new IllegalArgumentException("no option " + option + "; see --help");
    };
  }

  private HandshakeOptions times(int rounds, int knocks, int warmUp) {
    return new HandshakeOptions(servers, rounds, knocks, warmUp, folder);
  }

  private static int number(String option, Iterator<String> rest, int least) {
    return Numbers.whole(option, Program.value(option, rest), least, 100_000);
  }
}
