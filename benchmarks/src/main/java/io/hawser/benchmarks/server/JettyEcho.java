package io.hawser.benchmarks.server;

import java.nio.ByteBuffer;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;

/** Jetty with its own API, whole messages; see {@link Arguments}. */
public final class JettyEcho {
  private static final long MAX_MESSAGE_BYTES = 4 << 20;

  private JettyEcho() {}

  /** Serves until its input ends. */
  public static void main(String... args) throws Exception {
    var arguments = Arguments.of(args);
    var server = new Server();
    var connector = new ServerConnector(server, null, null, null, 1, 1, protocols(arguments.tls()));
    connector.setHost("127.0.0.1");
    connector.setPort(arguments.port());
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

  private static ConnectionFactory[] protocols(@Nullable Tls tls) throws Exception {
    var http = new HttpConfiguration();
    if (tls == null) {
      return new ConnectionFactory[] {new HttpConnectionFactory(http)};
    }
    http.addCustomizer(new SecureRequestCustomizer(false)); // an address has no SNI
    var settings = new SslContextFactory.Server();
    settings.setSslContext(tls.context());
    return AbstractConnectionFactory.getFactories(settings, new HttpConnectionFactory(http));
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
