package io.hawser.benchmarks.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/** Java-WebSocket with one worker, and its {@code broadcast}. Argument: port. */
public final class JavaWebSocketBroadcast extends WebSocketServer {
  private JavaWebSocketBroadcast(int port) {
    super(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
    setTcpNoDelay(true);
  }

  /** Serves until its input ends. */
  public static void main(String... args) {
    new JavaWebSocketBroadcast(Integer.parseInt(args[0])).start();
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
    broadcast(message);
  }

  @Override
  public void onError(WebSocket connection, Exception e) {}
}
