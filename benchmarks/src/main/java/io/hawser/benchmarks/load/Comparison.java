package io.hawser.benchmarks.load;

import io.hawser.benchmarks.process.CProgram;
import io.hawser.benchmarks.process.Candidate;
import io.hawser.benchmarks.process.Cores;
import io.hawser.benchmarks.process.Machine;
import io.hawser.benchmarks.process.ServerProcess;
import io.hawser.benchmarks.process.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Servers measured beside each other: for each load all are started afresh, warmed up, and loaded
 * in turns. One that fails is left out of that load, and the others go on. What is said about them
 * is kept as a report in Markdown, beside every line that the generator printed.
 */
public final class Comparison {
  private final Rounds rounds;
  private final Wsload wsload;
  private final Report report;
  private final List<String> failed = new ArrayList<>();

  private Comparison(Rounds rounds, Wsload wsload, Report report) {
    this.rounds = rounds;
    this.wsload = wsload;
    this.report = report;
  }

  /** Readies a server. */
  public interface WarmUp {
    /**
     * Returns what measures it, once it is warm.
     *
     * @throws LoadFailedException if it fails already
     */
    Turn of(ServerProcess server) throws IOException, InterruptedException;
  }

  /** A round of one server. */
  public interface Turn {
    /**
     * Measures.
     *
     * @throws LoadFailedException if an answer was wrong, or none came
     */
    Round take() throws IOException, InterruptedException;
  }

  /**
   * Compiles the generator, and says what this is measured on.
   *
   * @param base the folder of this module
   * @param report name of its file
   */
  public static Comparison begin(Rounds rounds, Path base, String report)
      throws IOException, InterruptedException {
    Cores.require();
    Path generator = CProgram.wsload(base);
    Files.createDirectories(rounds.folder());
    Path journal = rounds.folder().resolve("rounds.jsonl");
    Files.deleteIfExists(journal);
    var comparison =
        new Comparison(
            rounds, new Wsload(generator, journal), new Report(rounds.folder().resolve(report)));
    comparison.say(
        "%s. %d rounds of %.1f s."
            .formatted(Machine.description(), rounds.number(), rounds.seconds()));
    return comparison;
  }

  /** What loads servers. */
  public Wsload wsload() {
    return wsload;
  }

  /** Adds a line to the report. */
  public void say(String line) {
    report.say(line);
  }

  /** Ends a part of the report with a table, and writes the file. */
  public void sayTable(String table) throws IOException {
    say(table.stripTrailing());
    report.save();
  }

  /** Measures those of the candidates that were asked for; who fails is left out. */
  public Outcome measure(List<Candidate> candidates, WarmUp warmUp)
      throws IOException, InterruptedException {
    List<Candidate> wanted = candidates.stream().filter(rounds::wants).toList();
    try (Servers servers = Servers.start(wanted, rounds.folder(), this::say)) {
      var turns = new Turns();
      for (ServerProcess server : servers.running()) {
        turns.add(server, warmUp);
      }
      for (int i = 0; i < rounds.number(); i++) {
        turns.round();
      }
      Outcome outcome = turns.outcome();
      outcome.failures().stream()
          .filter(Failure::counts)
          .forEach(failure -> failed.add(failure.candidate().name() + ": " + failure.reason()));
      return outcome;
    }
  }

  /**
   * Ends it.
   *
   * @throws IOException if a server of ours has failed, or the raw one, or any answer was wrong
   */
  public void end() throws IOException {
    if (!failed.isEmpty()) {
      throw new IOException("failed:\n" + String.join("\n", failed));
    }
  }
}
