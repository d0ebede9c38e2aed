package io.hawser.tests;

import io.hawser.client.Proxy;
import io.hawser.client.WebSocketClient;

/** Clients of a server that only a proxy on this machine knows. */
final class BehindProxy {
  static final String TARGET = "ws://server.invalid/";

  private BehindProxy() {}

  static Proxy to(int port) {
    return Proxy.http("127.0.0.1", port);
  }

  static void connectBy(Proxy proxy) {
    WebSocketClient.builder(TARGET).proxy(proxy).connect().close();
  }
}
