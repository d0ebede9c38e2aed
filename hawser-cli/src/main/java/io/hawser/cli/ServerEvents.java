package io.hawser.cli;

import io.hawser.WebSocket;
import io.hawser.handshake.Printable;
import io.hawser.model.CloseReason;
import io.hawser.model.Closure;
import io.hawser.observe.HandshakeFailure;
import io.hawser.observe.ServerObserver;
import io.hawser.observe.ServerStats;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What happens to a server's connections, as lines of JSON. */
final class ServerEvents implements ServerObserver {
  private final Consumer<String> lines;

  ServerEvents(Consumer<String> lines) {
    this.lines = lines;
  }

  /** Returns the line that stands for events nobody read in time. */
  static String dropped(long count) {
    return JsonLine.event("dropped").with("count", count).toString();
  }

  @Override
  public void opened(WebSocket ws) {
    lines.accept(
        JsonLine.event("opened")
            .with("id", ws.id())
            .with("peer", Addresses.text(ws.remoteAddress()))
            .with("path", ws.request().path())
            .with("subprotocol", ws.subprotocol().orElse(null))
            .with("extensions", extensions(ws))
            .toString());
  }

  @Override
  public void closed(WebSocket ws, Closure closure) {
    var line =
        JsonLine.event("closed")
            .with("id", ws.id())
            .with("peer", Addresses.text(ws.remoteAddress()));
    lines.accept(closure(line, closure).toString());
  }

  @Override
  public void handshakeFailed(HandshakeFailure failure) {
    lines.accept(
        JsonLine.event("handshake-failed")
            .with("id", failure.id())
            .with("peer", Addresses.text(failure.remoteAddress()))
            .with("kind", failure.kind().name())
            .with("status", failure.status() == 0 ? null : (Integer) failure.status())
            .with("path", path(failure))
            .with("detail", failure.detail())
            .with("took_ms", failure.took().toMillis())
            .toString());
  }

  /** As in logs: a path of thousands of characters is cut. */
  private static @Nullable String path(HandshakeFailure failure) {
    return failure.request() == null ? null : Printable.of(failure.request().path());
  }

  /** Returns a server's figures. */
  static String stats(ServerStats stats) {
    return JsonLine.event("stats")
        .with("opened", stats.opened())
        .with("failed", stats.failed())
        .with("failed_by_kind", names(stats.failedByKind()))
        .with("answered", names(stats.answered()))
        .with("handshakes_per_minute", stats.handshakesPerMinute())
        .with("failed_share", stats.failedShare())
        .with("pending", stats.pending())
        .with("open", stats.open())
        .with("penalised", stats.penalised())
        .with("time_to_open_p50_ms", millis(stats, 0.5))
        .with("time_to_open_p99_ms", millis(stats, 0.99))
        .toString();
  }

  private static Map<String, Long> names(Map<?, Long> counts) {
    var named = new TreeMap<String, Long>();
    counts.forEach((key, count) -> named.put(key.toString(), count));
    return named;
  }

  private static double millis(ServerStats stats, double share) {
    return stats.timeToOpen().percentile(share).toNanos() / 1e6;
  }

  @Override
  public void missed(long events) {
    lines.accept(dropped(events));
  }

  /** Returns the extensions in use as the response has them, or null if there are none. */
  static @Nullable String extensions(WebSocket ws) {
    return ws.response().headers().first("Sec-WebSocket-Extensions").orElse(null);
  }

  /** Adds how a connection closed. */
  static JsonLine closure(JsonLine line, Closure closure) {
    CloseReason received = closure.received();
    CloseReason sent = closure.sent();
    return line.with("code", closure.code().value())
        .with("reason", received == null ? "" : received.reason())
        .with("sent", sent == null ? null : (Integer) sent.code().value())
        .with("clean", closure.isClean())
        .with("initiator", closure.initiator().name());
  }
}
