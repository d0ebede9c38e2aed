package io.hawser.benchmarks.load;

import io.hawser.benchmarks.process.Candidate;

/**
 * A server that did not get through a load.
 *
 * @param reason why, in a few words
 * @param wrong whether it answered something wrong
 */
public record Failure(Candidate candidate, String reason, boolean wrong) {
  static Failure of(Candidate candidate, LoadFailedException e) {
    return new Failure(candidate, e.reason(), e.isWrong());
  }

  /** Whether the whole comparison has failed then; others may be unable to stand a load. */
  boolean counts() {
    return wrong || candidate.isRaw() || candidate.isOurs();
  }

  /**
   * Writes a row of a table in Markdown: the reason, and no figures.
   *
   * @param columns that the table has
   */
  public String row(int columns) {
    return "| %s: %s |%s\n".formatted(candidate.title(), reason, " - |".repeat(columns - 1));
  }
}
