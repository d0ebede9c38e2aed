package io.hawser.benchmarks.load;

import io.hawser.benchmarks.process.Command;
import io.hawser.benchmarks.process.CommandFailedException;
import io.hawser.benchmarks.process.ServerProcess;
import io.hawser.benchmarks.process.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Runs the generator, {@code wsload}, against one server after the other. It checks every echo;
 * what it finds wrong is a {@link LoadFailedException} with its words.
 */
public final class Wsload {
  /** Unmeasured at the beginning of each round, for connections to open. */
  private static final double LEAD_SECONDS = 0.3;

  /** Beyond the time a run measures: a minute for connections to open, then some. */
  private static final int GRACE_SECONDS = 75;

  /** Some servers take seconds for a round of large messages. */
  private static final int PATIENT_SECONDS = 30;

  /** Of the one message on an idle connection. */
  private static final int IDLE_BYTES = 20;

  /** The same where it is compressed: twice a window, so that zlib has used all it has. */
  private static final int WINDOWS_BYTES = 64 << 10;

  private static final int CONNECTIONS_PER_SOURCE = 5000;

  private static final int CHURNED_AT_ONCE = 32;
  private static final int CHURN_SOURCES = 20;

  /** Ports of connections that have just ended cannot be had again for a while. */
  private static final int BROADCAST_SOURCES = 8;

  private static final int MOST_CHURN_SECONDS = 10;

  private final Path program;
  private final Path journal;

  /**
   * Creates it.
   *
   * @param program the compiled generator
   * @param journal a file that every line it prints is added to
   */
  Wsload(Path program, Path journal) {
    this.program = program;
    this.journal = journal;
  }

  /**
   * Loads a server before it is measured; a cold one may not get to an answer.
   *
   * @throws LoadFailedException if an echo was wrong
   */
  void warmUp(ServerProcess server, Shape shape, double seconds)
      throws IOException, InterruptedException {
    run(server, arguments(server, shape, 0), seconds);
  }

  /**
   * Loads a server, and measures; for longer if it takes its time to answer at all.
   *
   * @param rate messages per second, for a shape at half load; else unused
   * @throws LoadFailedException if an echo was wrong, or none came
   */
  Round load(ServerProcess server, Shape shape, double seconds, double rate)
      throws IOException, InterruptedException {
    String json = run(server, arguments(server, shape, rate), seconds);
    if (Round.number(json, "messages") == 0) {
      json = run(server, arguments(server, shape, rate), PATIENT_SECONDS);
    }
    if (Round.number(json, "messages") == 0) {
      throw LoadFailedException.silent(
          server.candidate(), "answered nothing in %d s".formatted(PATIENT_SECONDS));
    }
    return Round.parse(json);
  }

  private static List<String> arguments(ServerProcess server, Shape shape, double rate) {
    var arguments = new ArrayList<String>();
    addConnections(arguments, shape.connections());
    Collections.addAll(arguments, "--size", Integer.toString(shape.bytes()));
    Collections.addAll(arguments, "--depth", Integer.toString(shape.depth()));
    Collections.addAll(arguments, "--warmup", decimal(LEAD_SECONDS));
    Collections.addAll(arguments, "--label", shape.name() + " " + server.candidate().name());
    if (server.candidate().isRaw()) {
      arguments.add("--raw");
    } else {
      Collections.addAll(arguments, "--fragment", Integer.toString(shape.fragments()));
    }
    arguments.add(shape.binary() ? "--binary" : "--text");
    if (shape.halfLoad()) {
      Collections.addAll(arguments, "--rate", decimal(rate));
    }
    return arguments;
  }

  /** Opens and closes about so many connections; fewer with a slow server. */
  void churn(ServerProcess server, int connections) throws IOException, InterruptedException {
    double done = 0;
    for (int second = 0; done < connections && second < MOST_CHURN_SECONDS; second++) {
      var arguments = new ArrayList<String>();
      Collections.addAll(arguments, "--handshake", "--warmup", "0");
      Collections.addAll(arguments, "--connections", Integer.toString(CHURNED_AT_ONCE));
      Collections.addAll(arguments, "--sources", Integer.toString(CHURN_SOURCES));
      double seconds = connections < 1000 ? 0.3 : 1;
      done += Round.number(run(server, arguments, seconds), "handshakes");
    }
  }

  /**
   * Has a server that sends to all what comes on one connection do so, and measures; every delivery
   * is checked.
   *
   * @param bytes payload of a message
   * @param depth messages under way at a time
   * @return figures in which each delivery is a message
   * @throws LoadFailedException if something was delivered that was not sent, or nothing was
   */
  public Round broadcast(
      ServerProcess server, int subscribers, int bytes, int depth, double seconds)
      throws IOException, InterruptedException {
    var arguments = new ArrayList<String>();
    arguments.add("--broadcast");
    Collections.addAll(arguments, "--connections", Integer.toString(subscribers));
    Collections.addAll(arguments, "--size", Integer.toString(bytes));
    Collections.addAll(arguments, "--depth", Integer.toString(depth));
    Collections.addAll(arguments, "--warmup", decimal(LEAD_SECONDS));
    Collections.addAll(arguments, "--sources", Integer.toString(BROADCAST_SOURCES));
    Collections.addAll(arguments, "--label", server.candidate().name());
    if (server.candidate().isRaw()) {
      arguments.add("--raw");
    }
    Round round = Round.parse(run(server, arguments, seconds));
    if (round.messages() == 0) {
      throw LoadFailedException.silent(
          server.candidate(), "delivered nothing in %.1f s".formatted(seconds));
    }
    return round;
  }

  /** What runs connections that do nothing, each after one message, for {@code seconds}. */
  List<String> idle(ServerProcess server, int connections, int seconds) {
    boolean deflates = server.candidate().setup() == Setup.DEFLATE;
    var arguments = new ArrayList<String>();
    arguments.add("--idle");
    Collections.addAll(
        arguments, "--size", Integer.toString(deflates ? WINDOWS_BYTES : IDLE_BYTES));
    addConnections(arguments, connections);
    return command(server, arguments, seconds);
  }

  /** From as many addresses as they need ports of. */
  private static void addConnections(List<String> arguments, int connections) {
    int sources = 1 + connections / CONNECTIONS_PER_SOURCE;
    Collections.addAll(arguments, "--connections", Integer.toString(connections));
    Collections.addAll(arguments, "--sources", Integer.toString(sources));
  }

  private String run(ServerProcess server, List<String> arguments, double seconds)
      throws IOException, InterruptedException {
    String printed;
    try {
      printed =
          Command.output(
              command(server, arguments, seconds), (int) Math.ceil(seconds) + GRACE_SECONDS);
    } catch (CommandFailedException e) {
      throw LoadFailedException.of(server.candidate(), e);
    }
    Files.writeString(journal, printed, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return printed;
  }

  private List<String> command(ServerProcess server, List<String> arguments, double seconds) {
    var command = new ArrayList<String>();
    command.add(program.toString());
    Collections.addAll(command, "--port", Integer.toString(server.port()));
    Collections.addAll(command, "--pid", Long.toString(server.pid()));
    Collections.addAll(command, "--seconds", decimal(seconds));
    command.addAll(arguments);
    if (!server.candidate().isRaw()) {
      command.addAll(options(server.candidate().setup()));
    }
    return server.candidate().setup().cores().forGenerator(command);
  }

  private static List<String> options(Setup setup) {
    return switch (setup) {
      case PLAIN, LOOPS -> List.of();
      case TLS -> List.of("--tls");
      case DEFLATE -> List.of("--deflate");
    };
  }

  private static String decimal(double number) {
    return String.format(Locale.ROOT, "%.3f", number);
  }
}
