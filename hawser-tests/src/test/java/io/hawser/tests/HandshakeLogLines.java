package io.hawser.tests;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** What is logged about handshakes while this is open, and not on the console. */
public final class HandshakeLogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.hawser.server.handshake");
  private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

  private HandshakeLogLines(Level level) {
    setContext(logger.getLoggerContext());
    start();
    logger.setLevel(level);
    logger.setAdditive(false);
    logger.addAppender(this);
  }

  /** Begins to collect what the logger lets pass at this level. */
  public static HandshakeLogLines at(Level level) {
    return new HandshakeLogLines(level);
  }

  @Override
  protected void append(ILoggingEvent event) {
    events.add(event);
  }

  /** All events so far. */
  public List<ILoggingEvent> events() {
    return events;
  }

  /** Their messages, behind their levels. */
  public List<String> lines() {
    return events.stream().map(e -> e.getLevel() + " " + e.getFormattedMessage()).toList();
  }

  /** The value of an event's key, or null. */
  public static Object value(ILoggingEvent event, String key) {
    for (KeyValuePair pair : event.getKeyValuePairs()) {
      if (pair.key.equals(key)) {
        return pair.value;
      }
    }
    return null;
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    logger.setAdditive(true);
    logger.setLevel(null);
  }
}
