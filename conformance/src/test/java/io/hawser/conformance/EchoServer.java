package io.hawser.conformance;

import io.hawser.WebSocket;
import io.hawser.error.ConnectionClosedException;
import io.hawser.extension.DeflateSettings;
import io.hawser.handshake.Origins;
import io.hawser.model.Closure;
import io.hawser.model.Message;
import io.hawser.protocol.Limits;
import io.hawser.server.WebSocketServer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What the peers talk to. Beyond echoing, text that begins with an exclamation mark is a command:
 *
 * <ul>
 *   <li>{@code !close CODE REASON} closes the connection;
 *   <li>{@code !watch KEY} is echoed, and {@code !closed KEY}, on another connection, then answers
 *       with the code and the reason that the watched one closed with.
 * </ul>
 */
public final class EchoServer {
  private static final int LONGEST_COMMAND = 200;
  private static final int SECONDS_TO_CLOSE = 20;

  private final Map<String, CompletableFuture<Closure>> watched = new ConcurrentHashMap<>();

  private EchoServer() {}

  /** Starts building one on a free port of 127.0.0.1 that takes messages of 64 MiB. */
  public static WebSocketServer.Builder builder() {
    var echo = new EchoServer();
    return WebSocketServer.builder(echo::serve)
        .listen("127.0.0.1", 0)
        .origins(Origins.any()) // a browser's page is on another port
        .compression(DeflateSettings.forServers())
        .limits(
            Limits.defaults().withMaxMessageBytes(64 * 1024 * 1024).withMaxFragments(1_000_000));
  }

  private void serve(WebSocket ws) throws Exception {
    String key = "";
    try {
      for (Message message : ws) {
        if (message instanceof Message.Text && message.size() <= LONGEST_COMMAND) {
          String[] words = message.text().split(" ", 3);
          switch (words[0]) {
            case "!close" -> {
              ws.close(Integer.parseInt(words[1]), words[2]);
              return;
            }
            case "!closed" -> {
              ws.send(text(closureOf(words[1])));
              continue;
            }
            case "!watch" -> key = words[1];
            default -> {}
          }
        }
        ws.send(message);
      }
    } catch (ConnectionClosedException e) {
      // seen by whoever asks for it
    } finally {
      if (!key.isEmpty()) {
        closing(key).complete(ws.closure().orElseThrow());
      }
    }
  }

  private CompletableFuture<Closure> closing(String key) {
    return watched.computeIfAbsent(key, k -> new CompletableFuture<>());
  }

  private Closure closureOf(String key)
      throws InterruptedException, ExecutionException, TimeoutException {
    Closure closure = closing(key).get(SECONDS_TO_CLOSE, TimeUnit.SECONDS);
    watched.remove(key); // the next peer may use it again
    return closure;
  }

  private static String text(Closure closure) {
    var reason = closure.received();
    return (closure.code().value() + " " + (reason == null ? "" : reason.reason())).strip();
  }
}
