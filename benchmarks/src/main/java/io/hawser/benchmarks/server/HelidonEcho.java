package io.hawser.benchmarks.server;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.websocket.WsConfig;
import io.helidon.webserver.websocket.WsRouting;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;

/**
 * Helidon: a virtual thread for each connection, which reads and writes itself; see {@link
 * Arguments}.
 */
public final class HelidonEcho {
  private static final int MAX_FRAME_BYTES = 4 << 20;

  private HelidonEcho() {}

  /** Serves until its input ends. */
  public static void main(String... args) throws Exception {
    var arguments = Arguments.of(args);
    WebServerConfig.Builder builder = WebServer.builder();
    Tls tls = arguments.tls();
    if (tls != null) {
      builder.tls(io.helidon.common.tls.Tls.builder().sslContext(tls.context()).build());
    }
    builder
        .host("127.0.0.1")
        .port(arguments.port())
        .addProtocol(WsConfig.builder().maxFrameLength(MAX_FRAME_BYTES).build())
        .addRouting(WsRouting.builder().endpoint("/", new Echo()))
        .build()
        .start();
    Lifeline.hold();
  }

  /** Sends back frame by frame, which is what it is called with. */
  private static final class Echo implements WsListener {
    @Override
    public void onMessage(WsSession session, String text, boolean last) {
      session.send(text, last);
    }

    @Override
    public void onMessage(WsSession session, BufferData data, boolean last) {
      session.send(data, last);
    }
  }
}
