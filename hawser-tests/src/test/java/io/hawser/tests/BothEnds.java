package io.hawser.tests;

import io.hawser.Timeouts;
import io.hawser.WebSocket;
import io.hawser.client.WebSocketClient;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.ConnectionPair;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Both ends of one connection, in memory or over sockets: what holds for one holds for all. */
record BothEnds(WebSocket client, WebSocket server, AutoCloseable under) implements AutoCloseable {
  /** What is between the ends. */
  enum Way {
    MEMORY,
    TCP
  }

  static BothEnds open(Way way) {
    return open(way, false);
  }

  static BothEnds open(Way way, boolean streams) {
    return way == Way.MEMORY ? inMemory(streams) : overTcp(streams);
  }

  private static BothEnds inMemory(boolean streams) {
    var builder = ConnectionPair.builder();
    var pair = (streams ? builder.streamMessages() : builder).open();
    return new BothEnds(pair.client(), pair.server(), pair);
  }

  private static BothEnds overTcp(boolean streams) {
    var opened = new CompletableFuture<WebSocket>();
    var end = new CountDownLatch(1);
    // a test may leave an end that nobody reads
    var timeouts = Timeouts.defaults().withClosing(Duration.ofMillis(200));
    var builder =
        WebSocketServer.builder(
                ws -> {
                  opened.complete(ws);
                  end.await();
                })
            .listen("127.0.0.1", 0)
            .timeouts(timeouts);
    var server = (streams ? builder.streamMessages() : builder).start();
    var dialled =
        WebSocketClient.builder("ws://127.0.0.1:" + server.port() + "/").timeouts(timeouts);
    WebSocket client = (streams ? dialled.streamMessages() : dialled).connect();
    return new BothEnds(
        client,
        opened.orTimeout(20, TimeUnit.SECONDS).join(),
        () -> {
          end.countDown();
          client.close();
          server.close();
        });
  }

  @Override
  public void close() throws Exception {
    under.close();
  }
}
