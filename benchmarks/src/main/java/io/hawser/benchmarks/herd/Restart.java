package io.hawser.benchmarks.herd;

import io.hawser.testkit.Herd;
import java.time.Duration;

/**
 * What happens to a server.
 *
 * @param down for how long nobody is served
 * @param then what the server can do after that
 */
record Restart(Duration down, Then then) {
  /** How many handshakes a busy server serves in a second. */
  static final int PER_SECOND = 500;

  private static final Duration LONGEST_LINE = Duration.ofSeconds(1);

  enum Then {
    TAKES_ALL("then takes all"),
    REFUSES("then %d/s, 503 to others".formatted(PER_SECOND)),
    LETS_WAIT("then %d/s, others wait".formatted(PER_SECOND));

    private final String title;

    Then(String title) {
      this.title = title;
    }
  }

  String title() {
    return "down %d s; %s".formatted(down.toSeconds(), then.title);
  }

  /** Does this to the server of a herd. */
  Herd of(Herd herd) {
    Herd disconnected = herd.down(down);
    return switch (then) {
      case TAKES_ALL -> disconnected;
      case REFUSES -> disconnected.handshakesPerSecond(PER_SECOND).longestLine(LONGEST_LINE);
      case LETS_WAIT -> disconnected.handshakesPerSecond(PER_SECOND);
    };
  }
}
