package io.hawser.connection;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where faults of our own are told: never thrown at other connections, never swallowed. */
public final class Bugs {
  private static final Logger LOG = LoggerFactory.getLogger("io.hawser.connection");

  private Bugs() {}

  /** Logs a fault of ours, with its trace. */
  public static void report(String id, Throwable bug) {
    LOG.error("internal error in connection {}; it is closed with 1011", id, bug);
  }
}
