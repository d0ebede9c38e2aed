package io.hawser.benchmarks.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.extensions.permessage_deflate.PerMessageDeflateExtension;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.DefaultSSLWebSocketServerFactory;
import org.java_websocket.server.WebSocketServer;

/** Java-WebSocket with one worker; see {@link Arguments}. */
public final class JavaWebSocketEcho extends WebSocketServer {
  private JavaWebSocketEcho(int port, Draft draft) {
    super(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1, List.of(draft));
    setTcpNoDelay(true);
  }

  /** Serves until its input ends. */
  public static void main(String... args) throws Exception {
    var arguments = Arguments.of(args);
    Draft draft =
        arguments.deflates() ? new Draft_6455(new PerMessageDeflateExtension()) : new Draft_6455();
    var server = new JavaWebSocketEcho(arguments.port(), draft);
    Tls tls = arguments.tls();
    if (tls != null) {
      server.setWebSocketFactory(new DefaultSSLWebSocketServerFactory(tls.context()));
    }
    server.start();
    Lifeline.hold();
  }

  @Override
  public void onStart() {}

  @Override
  public void onOpen(WebSocket connection, ClientHandshake handshake) {}

  @Override
  public void onClose(WebSocket connection, int code, String reason, boolean remote) {}

  @Override
  public void onMessage(WebSocket connection, String message) {
    connection.send(message);
  }

  @Override
  public void onMessage(WebSocket connection, ByteBuffer message) {
    connection.send(message);
  }

  @Override
  public void onError(WebSocket connection, Exception e) {}
}
