package io.hawser.connection;

import io.hawser.queue.LogLines;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where faults are told, our own and others': never thrown at connections, never swallowed. */
public final class Bugs {
  private static final Logger LOG = LoggerFactory.getLogger("io.hawser.connection");

  private Bugs() {}

  /** Logs a fault of ours, with its trace. */
  public static void report(String id, Throwable bug) {
    LogLines.write(
        () -> LOG.error("internal error in connection {}; it is closed with 1011", id, bug));
  }

  /** Logs a fault of ours that is not one connection's, with its trace. */
  public static void report(Throwable bug) {
    LogLines.write(() -> LOG.error("internal error on an event loop; it goes on", bug));
  }

  /** Logs what an application's code threw, even if its own methods throw when it is printed. */
  public static void report(Logger log, String what, Throwable thrown) {
    LogLines.write(
        () -> {
          try {
            log.error(what, thrown);
          } catch (Throwable unprintable) {
            log.error("{}: {}, which cannot be printed", what, thrown.getClass().getName());
          }
        });
  }
}
