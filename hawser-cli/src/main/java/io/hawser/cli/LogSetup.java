package io.hawser.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where logs go: to stderr, Hawser's own from INFO on, others' from WARN on. Found by Logback as a
 * service; quicker to start than its XML.
 *
 * <p>The environment variable {@code HAWSER_LOG} sets another level for Hawser's own.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
  private static final String VARIABLE = "HAWSER_LOG";
  private static final Map<String, Level> LEVELS =
      Map.of(
          "off", Level.OFF,
          "error", Level.ERROR,
          "warn", Level.WARN,
          "info", Level.INFO,
          "debug", Level.DEBUG,
          "trace", Level.TRACE);

  /** Returns what is wrong with the environment variable, or null if nothing is. */
  static @Nullable String complaint() {
    String asked = System.getenv(VARIABLE);
    return asked == null || LEVELS.containsKey(asked)
        ? null
        : VARIABLE + ": '" + asked + "'; expected off, error, warn, info, debug or trace";
  }

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger - %msg%n");
    encoder.start();

    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setName("stderr");
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();

    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender);
    String asked = System.getenv(VARIABLE);
    context
        .getLogger("io.hawser")
        .setLevel(LEVELS.getOrDefault(asked == null ? "" : asked, Level.INFO));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
