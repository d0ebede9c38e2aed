package io.hawser.tests;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.hawser.Carrier;
import io.hawser.WebSocket;
import io.hawser.model.Message;
import io.hawser.observe.HandshakeFailure;
import io.hawser.observe.ServerObserver;
import io.hawser.server.WebSocketServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Echo servers in a JVM that lacks something, until its input ends. */
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

  /** Starts a server for each carrier that is named, or one that names none; says their ports. */
  public static void main(String[] args) throws IOException {
    // what is said at INFO counts, too
    ((Logger) LoggerFactory.getLogger("io.hawser")).setLevel(Level.INFO);
    var observer =
        new ServerObserver() {
          @Override
          public void handshakeFailed(HandshakeFailure failure) {
            System.out.println(failure.kind());
          }
        };
    var servers = new ArrayList<WebSocketServer>();
    for (String carrier : args.length == 0 ? new String[] {"JDK"} : args) {
      servers.add(
          WebSocketServer.builder(StarvedServer::echo)
              .carrier(Carrier.valueOf(carrier))
              .listen("127.0.0.1", 0)
              .observer(observer)
              .start());
    }
    servers.forEach(server -> System.out.println(server.port()));
    while (System.in.read() >= 0) {
      // until it ends
    }
    servers.forEach(WebSocketServer::close);
  }
}
