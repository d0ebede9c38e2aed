package io.hawser.tests;

import io.hawser.WebSocket;
import io.hawser.model.Message;
import io.hawser.server.WebSocketServer;
import java.io.IOException;

/** An echo server in a JVM that has few file descriptors, until its input ends. */
public final class StarvedServer {
  private StarvedServer() {}

  private static void echo(WebSocket ws) {
    for (Message message : ws) {
      ws.send(message);
    }
  }

  public static void main(String[] args) throws IOException {
    try (var server = WebSocketServer.serve("127.0.0.1", 0, StarvedServer::echo)) {
      System.out.println(server.port());
      while (System.in.read() >= 0) {
        // until it ends
      }
    }
  }
}
