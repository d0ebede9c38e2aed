package io.hawser.benchmarks.server;

import io.hawser.Carrier;
import io.hawser.TransportType;
import io.hawser.WebSocket;
import io.hawser.WebSocketListener;
import io.hawser.error.ConnectionClosedException;
import io.hawser.model.Closure;
import io.hawser.model.Message;
import io.hawser.server.Broadcast;
import io.hawser.server.Topics;
import io.hawser.server.WebSocketServer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Hawser. Arguments: port, a {@link TransportType}; {@code broadcast} by a listener on the loop,
 * {@code thread} for a broadcast by a blocking handler on the JDK's threads, or {@code sends} for a
 * loop of sends by a listener.
 */
public final class HawserBroadcast {
  private static final String TOPIC = "all";

  private final Topics topics = Topics.inMemory();
  private final Set<WebSocket> all = ConcurrentHashMap.newKeySet();

  private HawserBroadcast() {}

  /** Serves until its input ends. */
  public static void main(String... args) {
    new HawserBroadcast()
        .server(args[2])
        .unguarded()
        .transport(TransportType.valueOf(args[1]))
        .threads(1)
        .listen("127.0.0.1", Integer.parseInt(args[0]))
        .start();
    Lifeline.hold();
  }

  private WebSocketServer.Builder server(String how) {
    return switch (how) {
      case "broadcast" -> WebSocketServer.builder(new Listener(this::broadcast)).onLoop();
      case "sends" -> WebSocketServer.builder(new Listener(this::sendToEach)).onLoop();
      case "thread" -> WebSocketServer.builder(this::serve).carrier(Carrier.JDK);
      default -> throw new IllegalArgumentException("how: " + how);
    };
  }

  private void serve(WebSocket ws) {
    topics.subscribe(ws, TOPIC);
    for (Message message : ws) {
      broadcast(message);
    }
  }

  private void broadcast(Message message) {
    topics.publish(TOPIC, Broadcast.of(message));
  }

  private void sendToEach(Message message) {
    for (WebSocket ws : all) {
      try {
        var unused = ws.trySend(message);
      } catch (ConnectionClosedException e) {
        // it is about to be told so
      }
    }
  }

  /** What is to be done with a message. */
  private interface ToAll {
    void send(Message message);
  }

  private final class Listener implements WebSocketListener {
    private final ToAll toAll;

    Listener(ToAll toAll) {
      this.toAll = toAll;
    }

    @Override
    public void onOpen(WebSocket ws) {
      topics.subscribe(ws, TOPIC);
      all.add(ws);
    }

    @Override
    public void onMessage(WebSocket ws, Message message) {
      toAll.send(message);
    }

    @Override
    public void onClose(WebSocket ws, Closure closure, @Nullable Throwable cause) {
      all.remove(ws);
    }
  }
}
