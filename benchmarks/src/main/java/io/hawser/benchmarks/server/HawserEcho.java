package io.hawser.benchmarks.server;

import io.hawser.Carrier;
import io.hawser.MessageReader;
import io.hawser.ServerTls;
import io.hawser.TransportType;
import io.hawser.WebSocket;
import io.hawser.WebSocketListener;
import io.hawser.extension.DeflateSettings;
import io.hawser.guard.Guard;
import io.hawser.model.Fragment;
import io.hawser.model.Message;
import io.hawser.server.WebSocketServer;
import java.util.Iterator;

/**
 * Hawser. Beside the usual {@link Arguments} there are {@code transport}, a {@link TransportType};
 * {@code api}, which is {@code listener}, {@code loop}, {@code jdk}, or {@code stream} for a
 * handler on the loop that sends messages in pieces, as they come; {@code guard}, {@code usual} for
 * the one that is there by default, or {@code loopback} for one that counts what comes from this
 * machine too; {@code deflate}, {@code keep} or {@code drop} for what becomes of the context, then
 * a colon and the level, a colon and the window bits, the same both ways.
 */
public final class HawserEcho {
  private HawserEcho() {}

  /** Serves until its input ends. */
  public static void main(String... args) {
    var arguments = Arguments.of(args);
    WebSocketServer.Builder builder = builder(arguments.value("api", "listener"));
    guard(builder, arguments.value("guard", "none"));
    Tls tls = arguments.tls();
    if (tls != null) {
      builder.tls(ServerTls.builder(tls.certificate(), tls.key()).build());
    }
    if (arguments.deflates()) {
      builder.compression(deflate(arguments.value("deflate", "")));
    }
    builder
        .transport(TransportType.valueOf(arguments.value("transport", "EPOLL")))
        .threads(arguments.threads())
        .listen("127.0.0.1", arguments.port())
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
      case "stream" -> {
        requireLoopCarrier();
        yield WebSocketServer.builder(HawserEcho::echoPieces)
            .carrier(Carrier.LOOP)
            .streamMessages();
      }
      case "jdk" -> WebSocketServer.builder(HawserEcho::echo).carrier(Carrier.JDK);
      default -> throw new IllegalArgumentException("api: " + api);
    };
  }

  private static void guard(WebSocketServer.Builder builder, String guard) {
    switch (guard) {
      case "none" -> builder.unguarded();
      case "usual" -> {} // as it is by default
      case "loopback" -> builder.guard(Guard.builder().limitLoopback().build());
      default -> throw new IllegalArgumentException("guard: " + guard);
    }
  }

  private static DeflateSettings deflate(String value) {
    String[] parts = value.split(":", 3);
    boolean keeps =
        switch (parts[0]) {
          case "keep" -> true;
          case "drop" -> false;
          default -> throw new IllegalArgumentException("deflate: " + value);
        };
    int windowBits = Integer.parseInt(parts[2]);
    return DeflateSettings.forServers()
        .withServerContextTakeover(keeps)
        .withClientContextTakeover(keeps)
        .withLevel(Integer.parseInt(parts[1]))
        .withServerMaxWindowBits(windowBits)
        .withClientMaxWindowBits(windowBits);
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

  /** Ends with the exception that says that the connection has closed, as handlers may. */
  private static void echoPieces(WebSocket ws) {
    while (true) {
      try (MessageReader message = ws.receiveStream()) {
        ws.sendFragments(pieces(message.iterator()));
      }
    }
  }

  private static Iterator<Message> pieces(Iterator<Fragment> fragments) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return fragments.hasNext();
      }

      @Override
      public Message next() {
        return fragments.next().piece();
      }
    };
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
