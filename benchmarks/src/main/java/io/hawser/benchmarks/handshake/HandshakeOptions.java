package io.hawser.benchmarks.handshake;

import io.hawser.benchmarks.process.Numbers;
import io.hawser.benchmarks.process.Program;
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
 */
record HandshakeOptions(Pattern servers, int rounds, int knocks, int warmUp) {
  static final String HELP =
      """
      benchmarks/run-handshakes [options]; arguments have no spaces in them
        --quick             one short round after a short warm-up; a look, no result
        --servers REGEX     beside ours only those whose whole name matches: netty|jetty (.*)
        --rounds N          of each server, in turns; the median counts (5)
        --knocks N          of each kind in each round (1000)
        --warmup N          of each kind before the first round (3000)\
      """;

  /**
   * Reads options; later ones win.
   *
   * @throws IllegalArgumentException if one is unknown, lacks its value, or has a bad one
   */
  static HandshakeOptions parse(List<String> arguments) {
    var options = new HandshakeOptions(Pattern.compile(".*"), 5, 1000, 3000);
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      options = options.with(rest.next(), rest);
    }
    return options;
  }

  private HandshakeOptions with(String option, Iterator<String> rest) {
    return switch (option) {
      case "--quick" -> new HandshakeOptions(servers, 1, 100, 200);
      case "--servers" ->
          new HandshakeOptions(
              Pattern.compile(Program.value(option, rest)), rounds, knocks, warmUp);
      case "--rounds" -> new HandshakeOptions(servers, number(option, rest, 1), knocks, warmUp);
      case "--knocks" -> new HandshakeOptions(servers, rounds, number(option, rest, 1), warmUp);
      case "--warmup" -> new HandshakeOptions(servers, rounds, knocks, number(option, rest, 50));
      default -> throw new IllegalArgumentException("no option " + option + "; see --help");
    };
  }

  private static int number(String option, Iterator<String> rest, int least) {
    return Numbers.whole(option, Program.value(option, rest), least, 100_000);
  }
}
