package io.hawser;

import io.hawser.error.Phase;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** How long each phase of an opening handshake took, as its client saw it. Immutable. */
public final class OpeningTimings {
  private final Map<Phase, Duration> phases;

  private OpeningTimings(Map<Phase, Duration> phases) {
    this.phases = phases;
  }

  /** Returns the timings of an opening that went through these phases. */
  public static OpeningTimings of(Map<Phase, Duration> phases) {
    var copy = new EnumMap<Phase, Duration>(Phase.class);
    copy.putAll(phases);
    return new OpeningTimings(copy);
  }

  /**
   * How long a phase took; zero if there was none, such as TLS for {@code ws}. The TLS of a
   * connection to a proxy is part of {@link Phase#PROXY}.
   */
  public Duration in(Phase phase) {
    return phases.getOrDefault(phase, Duration.ZERO);
  }

  /** All phases together. */
  public Duration total() {
    return phases.values().stream().reduce(Duration.ZERO, Duration::plus);
  }

  /** The phases in their order, such as {@code DNS 2 ms, TCP 31 ms, HTTP 30 ms}. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    phases.forEach(
        (phase, time) ->
            text.append(text.isEmpty() ? "" : ", ")
                .append(phase)
                .append(' ')
                .append(time.toMillis())
                .append(" ms"));
    return text.toString();
  }
}
