package io.hawser.tests;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What clients log while this is open, and not on the console. */
final class ClientLog implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.hawser.client");
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  /** Begins to collect, down to {@code TRACE}. */
  ClientLog() {
    appender.setContext(logger.getLoggerContext());
    appender.start();
    logger.setLevel(Level.TRACE);
    logger.setAdditive(false);
    logger.addAppender(appender);
  }

  /** All so far, to be asked when nobody logs any more. */
  List<ILoggingEvent> events() {
    return appender.list;
  }

  /** The messages, behind their levels. */
  List<String> lines() {
    return events().stream().map(e -> e.getLevel() + " " + e.getFormattedMessage()).toList();
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    logger.setAdditive(true);
    logger.setLevel(null);
  }
}
