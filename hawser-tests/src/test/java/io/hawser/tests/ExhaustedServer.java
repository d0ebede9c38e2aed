package io.hawser.tests;

import io.hawser.Timeouts;
import io.hawser.WebSocket;
import io.hawser.WebSocketListener;
import io.hawser.model.Message;
import io.hawser.server.WebSocketServer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server with little direct memory, until its input ends. At a word it fills the socket of every
 * connection with messages of {@link #BYTES}, which are that connection's own number, and says how
 * many could not be sent.
 */
public final class ExhaustedServer implements WebSocketListener {
  static final int BYTES = 100_000;

  /** More than any socket takes. */
  private static final int MOST_MESSAGES = 200;

  private final List<WebSocket> all = new CopyOnWriteArrayList<>();

  private ExhaustedServer() {}

  static List<String> command() {
    return ChildJvm.command(
        ExhaustedServer.class,
        "-Dio.netty.maxDirectMemory=" + 2 * 1024 * 1024,
        "--enable-native-access=ALL-UNNAMED");
  }

  @Override
  public void onOpen(WebSocket ws) {
    all.add(ws);
    ws.send("open");
  }

  @Override
  public void onMessage(WebSocket ws, Message message) {
    int failed = 0;
    for (int i = 0; i < all.size(); i++) {
      failed += fill(all.get(i), (byte) i) ? 0 : 1;
    }
    System.out.println(failed);
  }

  private static boolean fill(WebSocket ws, byte own) {
    byte[] bytes = new byte[BYTES];
    Arrays.fill(bytes, own);
    try {
      for (int i = 0; i < MOST_MESSAGES && ws.isOpen() && ws.queuedBytes() == 0; i++) {
        ws.trySend(Message.binary(bytes));
      }
      return true;
    } catch (OutOfMemoryError e) {
      return false;
    }
  }

  /** Says the port first. */
  public static void main(String[] args) throws IOException {
    try (var server =
        WebSocketServer.builder(new ExhaustedServer())
            .onLoop()
            .threads(1)
            .timeouts(Timeouts.defaults().withoutPings())
            .listen("127.0.0.1", 0)
            .start()) {
      System.out.println(server.port());
      while (System.in.read() >= 0) {
        // until it ends
      }
    }
  }
}
