package io.hawser.tests;

import io.hawser.WebSocket;
import io.hawser.model.Message;
import io.hawser.observe.HandshakeFailure;
import io.hawser.observe.ServerObserver;
import io.hawser.server.WebSocketServer;
import java.io.IOException;
import java.util.List;

/** An echo server in a JVM that lacks something, until its input ends. */
public final class StarvedServer {
  private StarvedServer() {}

  private static void echo(WebSocket ws) {
    for (Message message : ws) {
      ws.send(message);
    }
  }

  /** Returns a command that runs it, in a JVM with further options. */
  static List<String> command(String... options) {
    return ChildJvm.command(StarvedServer.class, options);
  }

  public static void main(String[] args) throws IOException {
    var observer =
        new ServerObserver() {
          @Override
          public void handshakeFailed(HandshakeFailure failure) {
            System.out.println(failure.kind());
          }
        };
    try (var server =
        WebSocketServer.builder(StarvedServer::echo)
            .listen("127.0.0.1", 0)
            .observer(observer)
            .start()) {
      System.out.println(server.port());
      while (System.in.read() >= 0) {
        // until it ends
      }
    }
  }
}
