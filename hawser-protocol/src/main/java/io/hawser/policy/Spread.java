package io.hawser.policy;

import io.hawser.model.CloseReason;
import io.hawser.model.Closure;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a server asks its clients to spread their return: {@code reconnect-within=30}, in seconds, in
 * the reason of a Close frame with 1001 or 1012. Ours only: no standard has such a thing.
 */
public final class Spread {
  private static final Pattern TOKEN =
      Pattern.compile("(?:^|[\\s;,])reconnect-within=(\\d{1,6})(?=$|[\\s;,])");

  private Spread() {}

  /** Returns the reason, for a Close frame, that asks for so many seconds, 1 to 999,999. */
  public static String reason(Duration window) {
    long seconds = window.toSeconds();
    if (seconds < 1 || seconds > 999_999) {
      throw new IllegalArgumentException("window: " + window + "; must be 1 s to 999,999 s");
    }
    return "reconnect-within=" + seconds;
  }

  /** Returns what the peer has asked for; empty if it did not. */
  public static Optional<Duration> asked(Closure closure) {
    CloseReason received = closure.received();
    if (received == null || (received.code().value() != 1001 && received.code().value() != 1012)) {
      return Optional.empty();
    }
    Matcher token = TOKEN.matcher(received.reason());
    if (!token.find()) {
      return Optional.empty();
    }
    String seconds = received.reason().substring(token.start(1), token.end(1));
    return Optional.of(Duration.ofSeconds(Long.parseLong(seconds)));
  }
}
