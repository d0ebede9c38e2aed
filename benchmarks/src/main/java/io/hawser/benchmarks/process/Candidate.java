package io.hawser.benchmarks.process;

import io.hawser.benchmarks.server.HawserEcho;
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
public record Candidate(
    Setup setup, String name, String title, List<String> command, int portIndex, Kind kind) {
  /** The same for all servers that are JVMs. */
  public static final List<String> HEAP = List.of("-Xms512m", "-Xmx512m");

  /** What a server is. */
  public enum Kind {
    /** Whatever comes goes back: the limit, and what others are compared with. */
    RAW,
    HAWSER,
    PEER
  }

  /**
   * One of ours.
   *
   * @param arguments of {@link HawserEcho}, but for the port
   */
  public static Candidate hawser(
      Setup setup, String name, List<String> heap, List<String> arguments) {
    return jvm(setup, name, name, Kind.HAWSER, heap, HawserEcho.class, arguments);
  }

  /**
   * Another that runs on this JVM.
   *
   * @param artifact what its version is known by
   * @param arguments of its main class, but for the port
   */
  public static Candidate peer(
      Setup setup, String name, String artifact, Class<?> main, String... arguments) {
    String title = name + Jvm.versionOf(artifact).map(version -> " " + version).orElse("");
    return jvm(setup, name, title, Kind.PEER, HEAP, main, List.of(arguments));
  }

  /**
   * One that is a class here.
   *
   * @param arguments of {@code main}, but for the port, which is the first
   */
  public static Candidate jvm(
      Setup setup,
      String name,
      String title,
      Kind kind,
      List<String> heap,
      Class<?> main,
      List<String> arguments) {
    List<String> command = Jvm.command(heap, main);
    int portIndex = command.size();
    command.addAll(arguments);
    return new Candidate(setup, name, title, command, portIndex, kind);
  }

  /** What starts it on a port. */
  public List<String> command(int port) {
    var command = new ArrayList<String>(this.command);
    command.add(portIndex, Integer.toString(port));
    return command;
  }

  /**
   * Whether it is one of ours, by its name: of what broadcasts, our own loop of sends counts as a
   * peer.
   */
  public boolean isOurs() {
    return name.startsWith("hawser-");
  }

  /** Whether it is the limit. */
  public boolean isRaw() {
    return kind == Kind.RAW;
  }
}
