package io.hawser.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The {@code hawser} command. */
@Command(
    name = "hawser",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "WebSocket servers and connections, from the command line.",
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
  private Main() {}

  /** Runs the command, then ends the process with its {@linkplain ExitStatus exit status}. */
  public static void main(String[] args) {
    System.exit(run(args, Streams.ofProcess()));
  }

  /** Runs the command and returns its exit status; nothing is thrown, and nothing left running. */
  static int run(String[] args, Streams streams) {
    try {
      String logging = LogSetup.complaint();
      if (logging != null) {
        streams.complain(logging);
        return ExitStatus.USAGE;
      }
      return commandLine(streams).execute(args);
    } catch (Throwable bug) {
      return internal(bug, streams);
    } finally {
      streams.out().flush();
    }
  }

  private static CommandLine commandLine(Streams streams) {
    return new CommandLine(new Main())
        .addSubcommand(new Serve(streams))
        .addSubcommand(new Connect(streams))
        .setOut(new PrintWriter(streams.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(streams.err(), true, StandardCharsets.UTF_8))
        // a value is taken as it stands: no file named by @, no option in another's place
        .setExpandAtFiles(false)
        .setAllowOptionsAsOptionParameters(false)
        .setParameterExceptionHandler((wrong, args) -> usage(wrong, streams))
        .setExecutionExceptionHandler((bug, command, parsed) -> internal(bug, streams));
  }

  private static int usage(ParameterException wrong, Streams streams) {
    String message = String.valueOf(wrong.getMessage());
    // picocli's own begin like sentences
    streams.complain(
        wrong instanceof Unusable
            ? message
            : "%s%s; see %s --help"
                .formatted(
                    message.substring(0, 1).toLowerCase(Locale.ROOT),
                    message.substring(1),
                    wrong.getCommandLine().getCommandSpec().qualifiedName()));
    return ExitStatus.USAGE;
  }

  private static int internal(Throwable bug, Streams streams) {
    LoggerFactory.getLogger(Main.class).debug("internal error", bug);
    streams.complain("internal error, please report it: " + bug);
    return ExitStatus.INTERNAL;
  }
}
