package io.hawser.benchmarks.server;

import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** Jetty with its own API, whole messages. Argument: port. */
public final class JettyEcho {
  private static final long MAX_MESSAGE_BYTES = 4 << 20;

  private JettyEcho() {}

  /** Serves until its input ends. */
  public static void main(String... args) throws Exception {
    var server = new Server();
    var connector = new ServerConnector(server, 1, 1);
    connector.setHost("127.0.0.1");
    connector.setPort(Integer.parseInt(args[0]));
    server.addConnector(connector);
    server.setHandler(
        WebSocketUpgradeHandler.from(
            server,
            container -> {
              container.setMaxTextMessageSize(MAX_MESSAGE_BYTES);
              container.setMaxBinaryMessageSize(MAX_MESSAGE_BYTES);
              container.addMapping("/*", (request, response, callback) -> new Echo());
            }));
    server.start();
    Lifeline.hold();
  }

  /** One connection's; public, for Jetty calls it by method handles. */
  public static final class Echo extends Session.Listener.AbstractAutoDemanding {
    @Override
    public void onWebSocketText(String message) {
      getSession().sendText(message, Callback.NOOP);
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
      getSession().sendBinary(payload, callback);
    }
  }
}
