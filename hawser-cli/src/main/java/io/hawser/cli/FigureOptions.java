package io.hawser.cli;

import io.hawser.policy.LogPolicy;
import io.hawser.server.WebSocketServer;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What {@code serve} tells of its handshakes as a whole. */
final class FigureOptions {
  @Option(
      names = "--log-profile",
      paramLabel = "NAME",
      converter = Profile.class,
      description =
          "How failed handshakes are logged on stderr: production, with few lines, or development,"
              + " each with its cause. Default: by HAWSER_LOG_PROFILE, else production.")
  private @Nullable LogPolicy logPolicy;

  @Option(
      names = "--stats-interval",
      paramLabel = "TIME",
      defaultValue = "1m",
      converter = DeadlineConverter.class,
      description =
          "With --events json: print the server's figures this often, and when it has stopped."
              + " Default: ${DEFAULT-VALUE}.")
  private Duration interval = Duration.ZERO;

  /** Reads the name of a log policy. */
  static final class Profile implements ITypeConverter<LogPolicy> {
    @Override
    public LogPolicy convert(String value) {
      try {
        return LogPolicy.named(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("'" + value + "'; expected production or development");
      }
    }
  }

  /** Sets what the builder has to know. */
  void apply(WebSocketServer.Builder builder) {
    if (logPolicy != null) {
      builder.logPolicy(logPolicy);
    }
  }

  /** Begins to print figures; returns what prints the last, when the server has stopped. */
  Runnable begin(WebSocketServer server, Consumer<String> lines) {
    var timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("hawser-stats").factory());
    Runnable print = () -> lines.accept(ServerEvents.stats(server.stats()));
    timer.scheduleAtFixedRate(
        print, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    return () -> {
      timer.shutdownNow();
      print.run();
    };
  }
}
