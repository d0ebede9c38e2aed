package io.hawser.policy;

import io.hawser.handshake.FailureKind;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * How failed handshakes are logged: a level for each kind, and whether each failure gets a line of
 * its own. Immutable. What is counted does not depend on it.
 */
public final class LogPolicy {
  private static final int PRODUCTION_LINES = 20;

  private static final LogPolicy PRODUCTION = new LogPolicy(productionLevels());
  private static final LogPolicy DEVELOPMENT =
      new LogPolicy(
          all(LogLevel.WARN), none(), none(), /* detailed= */ true, false, Integer.MAX_VALUE);
  private static final LogPolicy SILENT =
      new LogPolicy(all(LogLevel.OFF), none(), none(), false, false, PRODUCTION_LINES);

  private final Map<FailureKind, LogLevel> levels;
  private final Set<FailureKind> aggregated;
  private final Set<FailureKind> traced;
  private final boolean detailed;
  private final boolean counted;
  private final int maxLines;

  private LogPolicy(
      Map<FailureKind, LogLevel> levels,
      Set<FailureKind> aggregated,
      Set<FailureKind> traced,
      boolean detailed,
      boolean counted,
      int maxLines) {
    this.levels = levels;
    this.aggregated = aggregated;
    this.traced = traced;
    this.detailed = detailed;
    this.counted = counted;
    this.maxLines = maxLines;
  }

  /** Of production. */
  private LogPolicy(Map<FailureKind, LogLevel> levels) {
    this(
        levels,
        EnumSet.of(
            FailureKind.TIMEOUT,
            FailureKind.TOO_LARGE,
            FailureKind.INVALID_UPGRADE,
            FailureKind.ORIGIN,
            FailureKind.UNAUTHORIZED,
            FailureKind.RATE_LIMITED,
            FailureKind.OVERLOADED),
        EnumSet.of(FailureKind.HOOK_FAILED, FailureKind.INTERNAL),
        false,
        /* counted= */ true,
        PRODUCTION_LINES);
  }

  /**
   * Quiet, but never blind: what scanners do is logged at DEBUG or below, what an operator can mend
   * at INFO or above, and there the kinds that come in crowds are summed up once a minute. Besides,
   * one INFO line a minute has the counts of every kind that occurred.
   */
  public static LogPolicy production() {
    return PRODUCTION;
  }

  /**
   * Every failure at WARN, one by one, with its cause and a summary of the request; traces at
   * DEBUG.
   */
  public static LogPolicy development() {
    return DEVELOPMENT;
  }

  /** Nothing at all. */
  public static LogPolicy silent() {
    return SILENT;
  }

  /**
   * Returns {@link #production} or {@link #development}, by name.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static LogPolicy named(String profile) {
    return switch (profile) {
      case "production" -> production();
      case "development" -> development();
      default ->
          throw new IllegalArgumentException(
              "log profile: '" + profile + "'; must be production or development");
    };
  }

  /** The level of a kind. */
  public LogLevel level(FailureKind kind) {
    return levels.getOrDefault(kind, LogLevel.OFF);
  }

  /**
   * Whether of a kind the first failure only gets a line at once, and those that follow are summed
   * up once a minute: how many, and from where most of them came.
   */
  public boolean aggregated(FailureKind kind) {
    return aggregated.contains(kind);
  }

  /** Whether a failure of this kind is logged with its trace, once a second per distinct trace. */
  public boolean traced(FailureKind kind) {
    return traced.contains(kind);
  }

  /** Whether a line has the cause and a summary of the request, too. */
  public boolean detailed() {
    return detailed;
  }

  /** Whether there is a line a minute, at INFO, with the counts of every kind that occurred. */
  public boolean counted() {
    return counted;
  }

  /**
   * How many lines a minute a kind may have that is logged one by one at INFO or above; those that
   * follow are summed up, like those of an {@linkplain #aggregated aggregated} kind. Default: 20;
   * with {@link #development} there is no such limit.
   */
  public int maxLinesPerMinute() {
    return maxLines;
  }

  /** Returns this policy with another level for a kind. */
  public LogPolicy with(FailureKind kind, LogLevel level) {
    var changed = new EnumMap<>(levels);
    changed.put(kind, level);
    return new LogPolicy(changed, aggregated, traced, detailed, counted, maxLines);
  }

  /** Returns this policy without any line about a kind; it is counted all the same. */
  public LogPolicy without(FailureKind kind) {
    return with(kind, LogLevel.OFF);
  }

  /** Returns this policy with these kinds {@linkplain #aggregated aggregated}. */
  public LogPolicy withAggregated(FailureKind... kinds) {
    var changed = copy(aggregated);
    Collections.addAll(changed, kinds);
    return new LogPolicy(levels, changed, traced, detailed, counted, maxLines);
  }

  /** Returns this policy with these kinds logged one by one. */
  public LogPolicy withOneByOne(FailureKind... kinds) {
    var changed = copy(aggregated);
    changed.removeAll(Arrays.asList(kinds));
    return new LogPolicy(levels, changed, traced, detailed, counted, maxLines);
  }

  /**
   * Returns this policy with another {@link #maxLinesPerMinute}.
   *
   * @throws IllegalArgumentException unless positive
   */
  public LogPolicy withMaxLinesPerMinute(int lines) {
    if (lines <= 0) {
      throw new IllegalArgumentException("maxLinesPerMinute: " + lines + "; must be positive");
    }
    return new LogPolicy(levels, aggregated, traced, detailed, counted, lines);
  }

  // one arm for each kind: a new one does not compile until it has an opinion here
  private static LogLevel ofProduction(FailureKind kind) {
    return switch (kind) {
      case PROBE -> LogLevel.TRACE;
      case DISCONNECTED,
          TLS_FAILED,
          TLS_ON_PLAIN_PORT,
          NOT_HTTP,
          MALFORMED,
          BODY,
          BAD_HOST,
          METHOD,
          HTTP_VERSION,
          NOT_AN_UPGRADE,
          PROTOCOL_VERSION,
          INVALID_KEY,
          INVALID_HEADER,
          NOT_FOUND,
          CLOSING ->
          LogLevel.DEBUG;
      case TIMEOUT, TOO_LARGE, INVALID_UPGRADE, SUBPROTOCOL, RATE_LIMITED -> LogLevel.INFO;
      case ORIGIN, UNAUTHORIZED, OVERLOADED -> LogLevel.WARN;
      case HOOK_FAILED, INTERNAL -> LogLevel.ERROR;
    };
  }

  private static Map<FailureKind, LogLevel> productionLevels() {
    var levels = new EnumMap<FailureKind, LogLevel>(FailureKind.class);
    for (var kind : FailureKind.values()) {
      levels.put(kind, ofProduction(kind));
    }
    return levels;
  }

  private static Map<FailureKind, LogLevel> all(LogLevel level) {
    var levels = new EnumMap<FailureKind, LogLevel>(FailureKind.class);
    for (var kind : FailureKind.values()) {
      levels.put(kind, level);
    }
    return levels;
  }

  private static Set<FailureKind> none() {
    return EnumSet.noneOf(FailureKind.class);
  }

  private static EnumSet<FailureKind> copy(Set<FailureKind> kinds) {
    return kinds.isEmpty() ? EnumSet.noneOf(FailureKind.class) : EnumSet.copyOf(kinds);
  }
}
