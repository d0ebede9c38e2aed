package io.hawser.benchmarks.load;

import io.hawser.benchmarks.process.Candidate;
import io.hawser.benchmarks.process.CommandFailedException;
import java.io.IOException;

/** A server did not get through its load. */
public final class LoadFailedException extends IOException {
  /** How {@code wsload} ends after an answer that was wrong; after all else it is 2. */
  private static final int WRONG = 1;

  /** How it begins what it has to say. */
  private static final String WORDS = "wsload: ";

  private final String reason;
  private final boolean wrong;

  private LoadFailedException(Candidate candidate, String reason, boolean wrong, String more) {
    super("%s: %s%s".formatted(candidate.name(), reason, more));
    this.reason = reason;
    this.wrong = wrong;
  }

  /** There was no answer at all. */
  static LoadFailedException silent(Candidate candidate, String reason) {
    return new LoadFailedException(candidate, reason, false, "");
  }

  /** The generator has complained. */
  static LoadFailedException of(Candidate candidate, CommandFailedException failure) {
    String words =
        failure
            .printed()
            .lines()
            .filter(line -> line.startsWith(WORDS))
            .findFirst()
            .map(line -> line.substring(WORDS.length()))
            .orElse(failure.outcome());
    boolean wrong = failure.status() == WRONG;
    return new LoadFailedException(
        candidate,
        inTable((wrong ? "WRONG ANSWER, " : "") + words),
        wrong,
        "\n" + failure.getMessage());
  }

  /** What a cell can hold, whatever bytes of an answer are quoted. */
  private static String inTable(String words) {
    return words.replaceAll("[^ -~]|\\|", "?");
  }

  /** Why, in a few words; the message has all that was printed. */
  String reason() {
    return reason;
  }

  /** Whether something came that should not have, instead of nothing. */
  boolean isWrong() {
    return wrong;
  }
}
