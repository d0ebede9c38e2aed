package io.hawser.event;

import io.hawser.TimeSource;
import io.hawser.handshake.FailureKind;
import io.hawser.handshake.Printable;
import io.hawser.handshake.Secrets;
import io.hawser.model.Request;
import io.hawser.observe.HandshakeFailure;
import io.hawser.policy.LogLevel;
import io.hawser.policy.LogPolicy;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** What the log says of failed handshakes. All but {@link #areWanted} is for one thread. */
final class FailureLines {
  private static final Logger LOG = LoggerFactory.getLogger("io.hawser.server.handshake");

  /** What a summary of a request is made of; no other header tells why an opening failed. */
  private static final List<String> TELLING =
      List.of(
          "Host",
          "Origin",
          "Connection",
          "Upgrade",
          "Sec-WebSocket-Version",
          "Sec-WebSocket-Key",
          "Sec-WebSocket-Protocol",
          "Sec-WebSocket-Extensions",
          "User-Agent");

  private final LogPolicy policy;
  private final TimeSource time;
  private final TraceLimit traces = new TraceLimit();

  FailureLines(LogPolicy policy, TimeSource time) {
    this.policy = policy;
    this.time = time;
  }

  /** Whether a line about a failure of this kind would be written. Safe from any thread. */
  boolean areWanted(FailureKind kind) {
    return isEnabled(policy.level(kind), HandshakeMarkers.of(kind));
  }

  /** Writes about one failure. */
  void write(HandshakeFailure failure) {
    if (policy.traced(failure.kind())) {
      writeTraced(failure);
    } else if (policy.detailed()) {
      writeDetailed(failure);
    } else {
      line(failure).log(text(failure));
    }
  }

  /** Writes what was summed up, all of which did occur. */
  void summarise(List<FailureTally.Summary> summaries, Duration passed) {
    for (FailureTally.Summary summary : summaries) {
      if (summary.more() > 0 && areWanted(summary.kind())) {
        builder(policy.level(summary.kind()), HandshakeMarkers.of(summary.kind()))
            .addKeyValue("kind", summary.kind().name())
            .addKeyValue("count", summary.more())
            .log(text(summary, passed));
      }
    }
    if (policy.counted() && isEnabled(LogLevel.INFO, HandshakeMarkers.FAILED)) {
      long total = summaries.stream().mapToLong(FailureTally.Summary::count).sum();
      builder(LogLevel.INFO, HandshakeMarkers.FAILED)
          .addKeyValue("count", total)
          .log(text(summaries, total, passed));
    }
  }

  private void writeTraced(HandshakeFailure failure) {
    Throwable cause = failure.cause();
    long heldBack = traces.pass(cause, time.nanos());
    if (heldBack < 0) {
      return;
    }
    LoggingEventBuilder line = line(failure);
    if (cause != null) {
      line = line.setCause(ShownThrowable.of(cause, Secrets.of(failure.request())));
    }
    line.log(text(failure) + (heldBack == 0 ? "" : "; and " + heldBack + " times before"));
  }

  private void writeDetailed(HandshakeFailure failure) {
    Throwable cause = failure.cause();
    var secrets = Secrets.of(failure.request());
    var text = new StringBuilder(text(failure));
    if (cause != null && !failure.detail().equals(cause.getMessage())) {
      text.append("; cause: ").append(ShownThrowable.line(cause, secrets));
    }
    if (failure.request() != null) {
      text.append("; request: ").append(text(failure.request()));
    }
    line(failure).log(text.toString());
    Marker marker = HandshakeMarkers.of(failure.kind());
    if (cause != null && isEnabled(LogLevel.DEBUG, marker)) {
      line(failure, LogLevel.DEBUG)
          .setCause(ShownThrowable.of(cause, secrets))
          .log("the trace of {}", failure.id());
    }
  }

  private LoggingEventBuilder line(HandshakeFailure failure) {
    return line(failure, policy.level(failure.kind()));
  }

  private static LoggingEventBuilder line(HandshakeFailure failure, LogLevel level) {
    LoggingEventBuilder line =
        builder(level, HandshakeMarkers.of(failure.kind()))
            .addKeyValue("kind", failure.kind().name())
            .addKeyValue("status", failure.status())
            .addKeyValue("peer", PeerNames.of(failure.remoteAddress()))
            .addKeyValue("id", failure.id());
    Request request = failure.request();
    return request == null ? line : line.addKeyValue("path", Printable.of(request.path()));
  }

  private static String text(HandshakeFailure failure) {
    return "handshake failed: %s, %s, from %s (%s): %s"
        .formatted(
            failure.kind(),
            failure.status() == 0 ? "not answered" : "answered " + failure.status(),
            PeerNames.of(failure.remoteAddress()),
            failure.id(),
            failure.detail());
  }

  private static String text(FailureTally.Summary summary, Duration passed) {
    return "handshakes failed: %d more of %s within %d s; most from %s"
        .formatted(
            summary.more(),
            summary.kind(),
            passed.toSeconds(),
            summary.busiest().stream()
                .map(source -> source.name() + " (" + source.atLeast() + ")")
                .collect(Collectors.joining(", ")));
  }

  private static String text(List<FailureTally.Summary> summaries, long total, Duration passed) {
    return "handshakes failed within %d s: %d; %s"
        .formatted(
            passed.toSeconds(),
            total,
            summaries.stream()
                .sorted(Comparator.comparingLong(FailureTally.Summary::count).reversed())
                .map(summary -> summary.kind() + " " + summary.count())
                .collect(Collectors.joining(", ")));
  }

  /** The request line and what tells why it failed; without the query, each value cut. */
  private static String text(Request request) {
    var text = new StringBuilder(Printable.of(request.method()));
    text.append(' ').append(Printable.of(request.path()));
    text.append(request.query().isEmpty() ? "" : "?***");
    text.append(' ').append(Printable.of(request.version())).append(" {");
    String separator = "";
    for (String name : TELLING) {
      List<String> values = request.headers().all(name);
      if (!values.isEmpty()) {
        text.append(separator).append(name).append(": ");
        text.append(Printable.of(String.join(", ", values)));
        separator = "; ";
      }
    }
    return text.append('}').toString();
  }

  // asked with the marker, so that filters by marker decide
  private static boolean isEnabled(LogLevel level, Marker marker) {
    return switch (level) {
      case ERROR -> LOG.isErrorEnabled(marker);
      case WARN -> LOG.isWarnEnabled(marker);
      case INFO -> LOG.isInfoEnabled(marker);
      case DEBUG -> LOG.isDebugEnabled(marker);
      case TRACE -> LOG.isTraceEnabled(marker);
      case OFF -> false;
    };
  }

  private static LoggingEventBuilder builder(LogLevel level, Marker marker) {
    Level slf4j =
        switch (level) {
          case ERROR -> Level.ERROR;
          case WARN -> Level.WARN;
          case INFO -> Level.INFO;
          case DEBUG -> Level.DEBUG;
          case TRACE, OFF -> Level.TRACE;
        };
    return LOG.makeLoggingEventBuilder(slf4j).addMarker(marker);
  }
}
