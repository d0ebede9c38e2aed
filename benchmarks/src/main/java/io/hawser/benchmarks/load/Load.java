package io.hawser.benchmarks.load;

import io.hawser.benchmarks.process.CProgram;
import io.hawser.benchmarks.process.Candidate;
import io.hawser.benchmarks.process.Candidates;
import io.hawser.benchmarks.process.Machine;
import io.hawser.benchmarks.process.Program;
import io.hawser.benchmarks.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How much processor time servers spend on an echo, beside a raw one: a {@link Comparison} for each
 * shape. Results are kept after each shape, a plot of them too.
 *
 * <p>Arguments: the folder of this module; options, with spaces between them.
 */
public final class Load {
  private final LoadOptions options;
  private final Candidates candidates;
  private final Comparison comparison;
  private final Plot plot = new Plot();

  private Load(LoadOptions options, Candidates candidates, Comparison comparison) {
    this.options = options;
    this.candidates = candidates;
    this.comparison = comparison;
  }

  /** Measures what the options name. Ends with status 1 as {@link Comparison#end} says. */
  public static void main(String... args) {
    Program.run(args, LoadOptions.HELP, Load::measure);
  }

  private static void measure(Path base, List<String> arguments)
      throws IOException, InterruptedException {
    LoadOptions options = LoadOptions.parse(arguments, base);
    for (Shape shape : options.shapes()) {
      Machine.requireDescriptors("shape " + shape.name(), shape.connections());
    }
    var comparison = Comparison.begin(options.rounds(), base, "load.md");
    var candidates =
        new Candidates(
            CProgram.rawEcho(base),
            base.resolve("src/main/peers"),
            options.rounds().folder().resolve("keys"));
    new Load(options, candidates, comparison).measure();
  }

  private void measure() throws IOException, InterruptedException {
    for (Shape shape : options.shapes()) {
      comparison.say("\n## " + shape.name() + "\n");
      CProgram.Library needed = shape.needs();
      if (needed != null && !needed.isThere()) {
        comparison.say("Left out: " + needed.wanted());
        continue;
      }
      Outcome outcome = comparison.measure(candidates(shape), server -> warmUp(shape, server));
      comparison.sayTable(Table.of(outcome));
      plot.add(shape, outcome);
      Files.writeString(options.rounds().folder().resolve("load.svg"), plot.svg());
    }
    comparison.end();
  }

  private List<Candidate> candidates(Shape shape) throws IOException, InterruptedException {
    var wanted = new ArrayList<Candidate>(candidates.of(shape.setup()));
    if (shape.isStreamed()) {
      wanted.add(Candidates.streaming());
    }
    return wanted;
  }

  private Comparison.Turn warmUp(Shape shape, ServerProcess server)
      throws IOException, InterruptedException {
    Wsload wsload = comparison.wsload();
    double seconds = options.rounds().seconds();
    if (!server.candidate().isRaw()) {
      wsload.churn(server, options.churn());
    }
    Shape closed = shape.halfLoad() ? shape.closedLoop() : shape;
    wsload.warmUp(server, closed, options.rounds().warmUpSeconds());
    double rate = shape.halfLoad() ? wsload.load(server, closed, seconds, 0).messages() / 2 : 0;
    return () -> wsload.load(server, shape, seconds, rate);
  }
}
