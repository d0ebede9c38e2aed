package io.hawser.benchmarks.load;

import io.hawser.benchmarks.process.Candidate;
import io.hawser.benchmarks.process.Numbers;
import io.hawser.benchmarks.process.Program;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.regex.Pattern;

/**
 * Which servers are measured, how often and for how long, whatever loads them.
 *
 * @param servers names that match are measured; the limit always is
 * @param number of rounds of each server, in turns
 * @param seconds of each round
 * @param warmUpSeconds of the shape's own load, for each server
 * @param folder where results go
 */
public record Rounds(
    Pattern servers, int number, double seconds, double warmUpSeconds, Path folder) {

  /**
   * What is usual, of all servers.
   *
   * @param folder relative to that of this module
   */
  public static Rounds usual(int number, double seconds, double warmUpSeconds, String folder) {
    return new Rounds(Pattern.compile(".*"), number, seconds, warmUpSeconds, Path.of(folder));
  }

  /**
   * Describes the options that {@link #with} reads, for which these are the usual values.
   *
   * @param limit the server that is always measured
   */
  public String help(String limit) {
    return """
      --servers REGEX     only those whose whole name matches, beside %s: hawser-.*|netty
      --rounds N          of each server, in turns; the median counts (%d)
      --seconds S         of each round (%.0f)
      --warmup S          of this load before the first round (%.0f)
      --out FOLDER        where results go (%s)\
    """
        .formatted(limit, number, seconds, warmUpSeconds, folder);
  }

  /** The same with a folder that begins at {@code base} if it is relative. */
  public Rounds in(Path base) {
    return new Rounds(servers, number, seconds, warmUpSeconds, base.resolve(folder));
  }

  /** One round of a second: a look, no result. */
  public Rounds quick(double warmUpSeconds) {
    return times(1, 1, warmUpSeconds);
  }

  /**
   * Reads an option.
   *
   * @param rest what follows it
   * @param base where a relative folder begins
   * @throws IllegalArgumentException if it is unknown, lacks its value, or has a bad one
   */
  public Rounds with(String option, Iterator<String> rest, Path base) {
    return switch (option) {
      case "--servers" ->
          new Rounds(
              Pattern.compile(Program.value(option, rest)), number, seconds, warmUpSeconds, folder);
      case "--rounds" ->
          times(Numbers.whole(option, Program.value(option, rest), 1, 99), seconds, warmUpSeconds);
      case "--seconds" ->
          times(number, Numbers.seconds(option, Program.value(option, rest)), warmUpSeconds);
      case "--warmup" ->
          times(number, seconds, Numbers.seconds(option, Program.value(option, rest)));
      case "--out" ->
          new Rounds(servers, number, seconds, warmUpSeconds, Path.of(Program.value(option, rest)))
              .in(base);
      default -> throw new IllegalArgumentException("no option " + option + "; see --help");
    };
  }

  /** Whether it was asked for. */
  boolean wants(Candidate candidate) {
    return candidate.isRaw() || servers.matcher(candidate.name()).matches();
  }

  private Rounds times(int number, double seconds, double warmUpSeconds) {
    return new Rounds(servers, number, seconds, warmUpSeconds, folder);
  }
}
