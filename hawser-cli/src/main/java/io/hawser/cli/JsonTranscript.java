package io.hawser.cli;

import io.hawser.WebSocket;
import io.hawser.error.HandshakeException;
import io.hawser.error.InvalidStatusException;
import io.hawser.error.ProxyException;
import io.hawser.model.Closure;
import io.hawser.model.Message;
import io.hawser.model.Response;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Everything, as JSON objects, one to a line. */
final class JsonTranscript implements Transcript {
  private final PrintStream out;

  JsonTranscript(PrintStream out) {
    this.out = out;
  }

  @Override
  public void opened(WebSocket ws) {
    print(
        JsonLine.event("opened")
            .with("peer", Addresses.text(ws.remoteAddress()))
            .with("subprotocol", ws.subprotocol().orElse(null))
            .with("extensions", ServerEvents.extensions(ws)));
  }

  @Override
  public boolean message(Message message) {
    var line = JsonLine.event("message");
    return print(
        switch (message) {
          case Message.Text text -> line.with("text", text.text());
          case Message.Binary binary -> line.with("binary", binary.bytes());
        });
  }

  @Override
  public void closed(Closure closure) {
    print(closedLine(closure));
  }

  static JsonLine closedLine(Closure closure) {
    return ServerEvents.closure(JsonLine.event("closed"), closure);
  }

  @Override
  public void failed(HandshakeException failure) {
    print(
        JsonLine.event("failed")
            .with("phase", failure.phase().name())
            .with("status", status(failure))
            .with("message", failure.getMessage()));
  }

  private static @Nullable Integer status(HandshakeException failure) {
    Response refusal =
        switch (failure) {
          case InvalidStatusException refused -> refused.response();
          case ProxyException refused -> refused.response();
          default -> null;
        };
    return refusal == null ? null : refusal.status();
  }

  private boolean print(JsonLine line) {
    out.println(line);
    return !out.checkError();
  }
}
