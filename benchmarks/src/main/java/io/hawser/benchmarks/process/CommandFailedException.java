package io.hawser.benchmarks.process;

import java.io.IOException;
import java.util.List;

/** A program ended with another status than 0, or not in time. */
public final class CommandFailedException extends IOException {
  private final int status;
  private final String outcome;
  private final String printed;

  private CommandFailedException(int status, String outcome, List<String> command, String printed) {
    super("%s: %s\n%s".formatted(outcome, String.join(" ", command), printed));
    this.status = status;
    this.outcome = outcome;
    this.printed = printed;
  }

  /** It ended. */
  public static CommandFailedException withStatus(
      int status, List<String> command, String printed) {
    return new CommandFailedException(status, "exit status " + status, command, printed);
  }

  static CommandFailedException after(int seconds, List<String> command, String printed) {
    return new CommandFailedException(-1, "no end after %d s".formatted(seconds), command, printed);
  }

  /** What it ended with; -1 if it was ended because it took too long. */
  public int status() {
    return status;
  }

  /** The same in words. */
  public String outcome() {
    return outcome;
  }

  /** What it had printed, errors too. */
  public String printed() {
    return printed;
  }
}
