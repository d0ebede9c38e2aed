package io.hawser.benchmarks.server;

import io.hawser.benchmarks.process.TlsKeys;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;

/** Vert.x with one event loop, on epoll; see {@link Arguments}. */
public final class VertxEcho {
  private static final int MAX_BYTES = 4 << 20;

  private VertxEcho() {}

  /** Serves until its input ends. */
  public static void main(String... args) {
    var arguments = Arguments.of(args);
    var options =
        new HttpServerOptions()
            .setMaxWebSocketFrameSize(MAX_BYTES)
            .setMaxWebSocketMessageSize(MAX_BYTES);
    Tls tls = arguments.tls();
    if (tls != null) {
      options
          .setSsl(true)
          .setKeyCertOptions(
              new PfxOptions().setPath(tls.store().toString()).setPassword(TlsKeys.PASSWORD));
    }
    Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1))
        .createHttpServer(options)
        .webSocketHandler(
            ws -> {
              ws.textMessageHandler(ws::writeTextMessage);
              ws.binaryMessageHandler(ws::writeBinaryMessage);
            })
        .listen(arguments.port(), "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    Lifeline.hold();
  }
}
