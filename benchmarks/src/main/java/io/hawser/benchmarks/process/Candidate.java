package io.hawser.benchmarks.process;

import java.util.ArrayList;
import java.util.List;

/**
 * A server to measure.
 *
 * @param name what it is chosen by
 * @param title what tables call it: the name, a version
 * @param command what starts it, but for the port, which comes after {@code portIndex} words
 * @param kind what it speaks
 */
public record Candidate(String name, String title, List<String> command, int portIndex, Kind kind) {
  /** What a server is. */
  public enum Kind {
    /** Whatever comes goes back: the limit, and what others are compared with. */
    RAW,
    HAWSER,
    PEER
  }

  /** What starts it on a port. */
  public List<String> command(int port) {
    var command = new ArrayList<String>(this.command);
    command.add(portIndex, Integer.toString(port));
    return command;
  }

  /** Whether it is the limit. */
  public boolean isRaw() {
    return kind == Kind.RAW;
  }
}
