package io.hawser.policy;

/** How loudly something is logged, the quietest last but one. */
public enum LogLevel {
  ERROR,
  WARN,
  INFO,
  DEBUG,
  TRACE,
  /** Not at all. */
  OFF
}
