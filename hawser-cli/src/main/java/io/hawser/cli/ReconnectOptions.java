package io.hawser.cli;

import io.hawser.client.WebSocketClient;
import io.hawser.policy.Backoff;
import io.hawser.policy.ExponentialBackoff;
import io.hawser.policy.Pace;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How {@code connect} comes back. */
final class ReconnectOptions {
  @Option(
      names = "--reconnect",
      required = true,
      description =
          "Connect again, after a pause, when the connection ends or does not open; give up where"
              + " that makes no sense.")
  @SuppressWarnings("UnusedVariable") // picocli makes this object if it is given, and only then
  private boolean reconnect;

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      description = "Give up after so many attempts without a stable connection. Default: never.")
  private @Nullable Integer maxAttempts;

  @Option(
      names = "--max-elapsed",
      paramLabel = "D",
      converter = DeadlineConverter.class,
      description =
          "Give up after so long without a stable connection, such as 50ms, 2s or 1m. Default:"
              + " never.")
  private @Nullable Duration maxElapsed;

  @Option(
      names = "--first-delay",
      paramLabel = "D",
      converter = DeadlineConverter.class,
      description = "The first delay after a stable connection is shorter than this. Default: 5s.")
  private @Nullable Duration firstDelay;

  @Option(
      names = "--backoff-base",
      paramLabel = "D",
      converter = DeadlineConverter.class,
      description = "Bound of the first delay after that; it grows. Default: 1s.")
  private @Nullable Duration base;

  @Option(
      names = "--backoff-cap",
      paramLabel = "D",
      converter = DeadlineConverter.class,
      description = "Where the bound stops growing. Default: 1m.")
  private @Nullable Duration cap;

  @Option(
      names = "--stable-after",
      paramLabel = "D",
      converter = DeadlineConverter.class,
      description = "A connection open for so long is stable; delays start anew. Default: 10s.")
  private @Nullable Duration stableAfter;

  /** Sets all of this on a client. */
  void on(WebSocketClient.Builder builder) {
    ExponentialBackoff backoff = Backoff.exponential();
    if (base != null) {
      backoff = backoff.withBase(base);
    }
    if (cap != null) {
      backoff = backoff.withCap(cap);
    }
    Pace pace = Pace.defaults().withBackoff(backoff);
    if (maxAttempts != null) {
      pace = pace.withMaxAttempts(maxAttempts);
    }
    if (maxElapsed != null) {
      pace = pace.withMaxElapsed(maxElapsed);
    }
    if (firstDelay != null) {
      pace = pace.withFirstDelay(firstDelay);
    }
    if (stableAfter != null) {
      pace = pace.withStableAfter(stableAfter);
    }
    builder.pace(pace);
  }
}
