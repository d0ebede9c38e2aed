package io.hawser.server;

import io.hawser.policy.LogPolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log policy of servers whose builder was told none. */
final class LogProfile {
  private static final String VARIABLE = "HAWSER_LOG_PROFILE";
  private static final Logger LOG = LoggerFactory.getLogger("io.hawser.server");

  private LogProfile() {}

  /** Returns what the environment asks for. */
  static LogPolicy ofEnvironment() {
    return of(System.getenv(VARIABLE));
  }

  /** Returns the policy of that name; production if there is none or it is unknown. */
  static LogPolicy of(@Nullable String name) {
    if (name == null) {
      return LogPolicy.production();
    }
    try {
      return LogPolicy.named(name);
    } catch (IllegalArgumentException e) {
      // a server that does not start for that would serve nobody
      LOG.warn("{}: {}; production is used", VARIABLE, e.getMessage());
      return LogPolicy.production();
    }
  }
}
