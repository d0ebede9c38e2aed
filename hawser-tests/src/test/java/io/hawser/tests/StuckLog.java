package io.hawser.tests;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * A log that does not go on until this is closed: whoever writes a warning or worse waits, as one
 * does on a full disk, or behind others for an appender's lock.
 */
public final class StuckLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.hawser");
  private final CompletableFuture<String> first = new CompletableFuture<>();
  private final CountDownLatch released = new CountDownLatch(1);

  /** Begins. */
  public StuckLog() {
    start();
    logger.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
      first.complete(event.getFormattedMessage());
      try {
        boolean unused = released.await(40, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits for the first line, whose thread waits from then on; returns it. */
  public String line() {
    return first.orTimeout(20, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    released.countDown();
    logger.detachAppender(this);
  }
}
