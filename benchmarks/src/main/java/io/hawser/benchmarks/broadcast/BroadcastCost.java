package io.hawser.benchmarks.broadcast;

import io.hawser.benchmarks.load.Comparison;
import io.hawser.benchmarks.load.Outcome;
import io.hawser.benchmarks.load.Round;
import io.hawser.benchmarks.process.CProgram;
import io.hawser.benchmarks.process.Candidate;
import io.hawser.benchmarks.process.Machine;
import io.hawser.benchmarks.process.Program;
import io.hawser.benchmarks.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * How much processor time servers spend on a message to many, for each connection that gets it,
 * beside a program that does nothing but send: a {@link Comparison} for each shape. Every delivery
 * is checked.
 *
 * <p>Arguments: the folder of this module; options, with spaces between them.
 */
public final class BroadcastCost {
  private BroadcastCost() {}

  /** Measures what the options name. Ends with status 1 as {@link Comparison#end} says. */
  public static void main(String... args) {
    Program.run(args, BroadcastOptions.HELP, BroadcastCost::measure);
  }

  private static void measure(Path base, List<String> arguments)
      throws IOException, InterruptedException {
    BroadcastOptions options = BroadcastOptions.parse(arguments, base);
    for (BroadcastShape shape : options.shapes()) {
      Machine.requireDescriptors("subscribers", shape.subscribers());
    }
    var comparison = Comparison.begin(options.rounds(), base, "broadcast.md");
    List<Candidate> candidates = BroadcastCandidates.all(CProgram.rawSends(base));
    for (BroadcastShape shape : options.shapes()) {
      comparison.say("\n## " + shape.title() + "\n");
      Outcome outcome =
          comparison.measure(
              candidates,
              server -> {
                load(comparison, server, shape, options.rounds().warmUpSeconds());
                return () -> load(comparison, server, shape, options.rounds().seconds());
              });
      comparison.sayTable(BroadcastTable.of(outcome));
    }
    comparison.end();
  }

  private static Round load(
      Comparison comparison, ServerProcess server, BroadcastShape shape, double seconds)
      throws IOException, InterruptedException {
    return comparison
        .wsload()
        .broadcast(server, shape.subscribers(), shape.bytes(), shape.depth(), seconds);
  }
}
