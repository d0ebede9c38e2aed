package io.hawser.benchmarks.server;

import io.hawser.Carrier;
import io.hawser.TransportType;
import io.hawser.WebSocket;
import io.hawser.WebSocketListener;
import io.hawser.guard.Guard;
import io.hawser.model.Message;
import io.hawser.server.WebSocketServer;

/**
 * Hawser. Arguments: port, a {@link TransportType}, {@code listener}, {@code loop} or {@code jdk};
 * {@code guarded} for the guard that is there by default, or {@code guarded-loopback} for one that
 * counts what comes from this machine too.
 */
public final class HawserEcho {
  private HawserEcho() {}

  /** Serves until its input ends. */
  public static void main(String... args) {
    WebSocketServer.Builder builder = builder(args[2]);
    switch (args.length > 3 ? args[3] : "") {
      case "" -> builder.unguarded();
      case "guarded" -> {} // as it is by default
      case "guarded-loopback" -> builder.guard(Guard.builder().limitLoopback().build());
      default -> throw new IllegalArgumentException("guard: " + args[3]);
    }
    builder
        .transport(TransportType.valueOf(args[1]))
        .threads(1)
        .listen("127.0.0.1", Integer.parseInt(args[0]))
        .start();
    Lifeline.hold();
  }

  private static WebSocketServer.Builder builder(String api) {
    return switch (api) {
      case "listener" -> WebSocketServer.builder(new Listener()).onLoop();
      case "loop" -> {
        requireLoopCarrier();
        yield WebSocketServer.builder(HawserEcho::echo).carrier(Carrier.LOOP);
      }
      case "jdk" -> WebSocketServer.builder(HawserEcho::echo).carrier(Carrier.JDK);
      default -> throw new IllegalArgumentException("api: " + api);
    };
  }

  /** Without it the server would take the other carrier, and be measured under a wrong name. */
  private static void requireLoopCarrier() {
    boolean open = Object.class.getModule().isOpen("java.lang", WebSocket.class.getModule());
    if (Runtime.version().feature() < 24 || !open) {
      throw new IllegalStateException("the loop carrier needs JDK 24 and java.lang open");
    }
  }

  private static void echo(WebSocket ws) {
    for (Message message : ws) {
      ws.send(message);
    }
  }

  private static final class Listener implements WebSocketListener {
    @Override
    public void onMessage(WebSocket ws, Message message) {
      if (!ws.trySend(message)) {
        throw new IllegalStateException("more is queued than is let");
      }
    }
  }
}
