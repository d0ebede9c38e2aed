package io.hawser.benchmarks.load;

import io.hawser.benchmarks.process.CProgram;
import io.hawser.benchmarks.process.Candidate;
import io.hawser.benchmarks.process.Candidates;
import io.hawser.benchmarks.process.Cores;
import io.hawser.benchmarks.process.Machine;
import io.hawser.benchmarks.process.Program;
import io.hawser.benchmarks.process.ServerProcess;
import io.hawser.benchmarks.process.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much processor time servers spend on an echo, beside a raw one: for each shape all servers
 * are started afresh, warmed up, and loaded in turns. Results are kept after each shape, as tables
 * in Markdown, a plot, and every line that the generator printed.
 *
 * <p>Arguments: the folder of this module; options, with spaces between them.
 */
public final class Load {
  private final LoadOptions options;
  private final Candidates candidates;
  private final Wsload wsload;
  private final StringBuilder report = new StringBuilder();
  private final Plot plot = new Plot();

  private Load(LoadOptions options, Candidates candidates, Wsload wsload) {
    this.options = options;
    this.candidates = candidates;
    this.wsload = wsload;
  }

  /** Measures what the options name. Ends with status 1 if an echo was wrong. */
  public static void main(String... args) throws Exception {
    Program.run(args, LoadOptions.HELP, Load::measure);
  }

  private static void measure(Path base, List<String> arguments)
      throws IOException, InterruptedException {
    LoadOptions options = LoadOptions.parse(arguments, base);
    Cores.require();
    Path generator = CProgram.wsload(base);
    Path rawEcho = CProgram.rawEcho(base);
    Files.createDirectories(options.folder());
    Path journal = options.folder().resolve("rounds.jsonl");
    Files.deleteIfExists(journal);
    var candidates =
        new Candidates(rawEcho, base.resolve("src/main/peers"), options.folder().resolve("keys"));
    new Load(options, candidates, new Wsload(generator, journal)).measure();
  }

  private void measure() throws IOException, InterruptedException {
    say(
        "%s. %d rounds of %.1f s."
            .formatted(Machine.description(), options.rounds(), options.seconds()));
    for (Shape shape : options.shapes()) {
      say("\n## " + shape.name() + "\n");
      CProgram.Library needed = shape.needs();
      if (needed != null && !needed.isThere()) {
        say("Left out: " + needed.wanted());
        continue;
      }
      List<Result> results = measured(shape);
      say(Table.of(results).stripTrailing());
      plot.add(shape, results);
      Files.writeString(options.folder().resolve("load.md"), report);
      Files.writeString(options.folder().resolve("load.svg"), plot.svg());
    }
  }

  private List<Result> measured(Shape shape) throws IOException, InterruptedException {
    List<Candidate> wanted =
        candidates.of(shape.setup()).stream()
            .filter(c -> c.isRaw() || options.servers().matcher(c.name()).matches())
            .toList();
    try (Servers servers = Servers.start(wanted, options.folder(), this::say)) {
      return measured(shape, servers.running());
    }
  }

  private List<Result> measured(Shape shape, List<ServerProcess> servers)
      throws IOException, InterruptedException {
    Map<ServerProcess, Double> rates = new LinkedHashMap<>();
    for (ServerProcess server : servers) {
      rates.put(server, warmUp(shape, server));
    }
    Map<ServerProcess, List<Round>> rounds = new LinkedHashMap<>();
    for (int i = 0; i < options.rounds(); i++) {
      for (var rate : rates.entrySet()) {
        Round round = wsload.load(rate.getKey(), shape, options.seconds(), rate.getValue());
        rounds.computeIfAbsent(rate.getKey(), server -> new ArrayList<>()).add(round);
      }
    }
    return rounds.entrySet().stream()
        .map(entry -> new Result(entry.getKey().candidate(), Medians.of(entry.getValue())))
        .toList();
  }

  /** Returns the messages per second of half its load; 0 where the shape needs none. */
  private double warmUp(Shape shape, ServerProcess server)
      throws IOException, InterruptedException {
    if (!server.candidate().isRaw()) {
      wsload.churn(server, options.churn());
    }
    Shape closed = shape.halfLoad() ? shape.closedLoop() : shape;
    wsload.warmUp(server, closed, options.warmUpSeconds());
    return shape.halfLoad() ? wsload.load(server, closed, options.seconds(), 0).messages() / 2 : 0;
  }

  private void say(String line) {
    System.out.println(line);
    report.append(line).append('\n');
  }
}
