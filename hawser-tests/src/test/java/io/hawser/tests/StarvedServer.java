package io.hawser.tests;

import io.hawser.WebSocket;
import io.hawser.model.Message;
import io.hawser.observe.HandshakeFailure;
import io.hawser.observe.ServerObserver;
import io.hawser.server.WebSocketServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx128m");
    command.addAll(List.of(options));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), StarvedServer.class.getName()));
    return command;
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
