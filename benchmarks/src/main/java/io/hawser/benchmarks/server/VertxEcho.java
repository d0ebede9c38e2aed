package io.hawser.benchmarks.server;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;

/** Vert.x with one event loop, on epoll. Argument: port. */
public final class VertxEcho {
  private static final int MAX_BYTES = 4 << 20;

  private VertxEcho() {}

  /** Serves until its input ends. */
  public static void main(String... args) {
    Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1))
        .createHttpServer(
            new HttpServerOptions()
                .setMaxWebSocketFrameSize(MAX_BYTES)
                .setMaxWebSocketMessageSize(MAX_BYTES))
        .webSocketHandler(
            ws -> {
              ws.textMessageHandler(ws::writeTextMessage);
              ws.binaryMessageHandler(ws::writeBinaryMessage);
            })
        .listen(Integer.parseInt(args[0]), "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    Lifeline.hold();
  }
}
