package io.hawser.tests;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.hawser.client.Proxy;
import io.hawser.client.WebSocketClient;
import io.hawser.testkit.RawPeer;
import io.hawser.testkit.RawServer;
import io.hawser.testkit.ScriptedServer;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.condition.OS;

/** A loop that is stuck in one place, until the test puts an end to it; and what is left then. */
final class StuckLoop implements AutoCloseable {
  /** Where it is stuck. */
  enum Place {
    WAITING,
    SUPPLIER,
    RESOLVER,
    CONNECT,
    PROXY,
    TLS,
    ANSWER,
    BODY
  }

  private interface Part extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch left = new CountDownLatch(1);
  private final Part part;
  final LoopRun run;

  /** Begins, and gets stuck. */
  StuckLoop(Place place) throws IOException {
    switch (place) {
      case WAITING -> {
        var server = ScriptedServer.start(ScriptedServer.status(503));
        part = server::close;
        run = LoopRun.start(server.uri());
        run.untilWaiting();
        left.countDown();
      }
      case SUPPLIER -> {
        part = () -> {};
        run = LoopRun.start(WebSocketClient.builder("ws://localhost:1").credentials(this::block));
      }
      case RESOLVER -> {
        part = () -> {};
        run =
            LoopRun.start(
                WebSocketClient.builder("ws://stuck.test")
                    .resolver(
                        host -> {
                          throw new AssertionError(block());
                        }));
      }
      case CONNECT -> {
        assumeThat(OS.LINUX.isCurrentOs()).as("Linux drops what its full queue is asked").isTrue();
        var silent = SilentAddress.open("127.0.0.1", 0);
        run = LoopRun.start("ws://127.0.0.1:" + silent.port());
        part =
            () -> {
              silent.awaitAttempts(0);
              silent.close();
            };
        silent.awaitAttempts(1);
        reached.countDown();
        left.countDown();
      }
      case PROXY -> {
        var silent = RawServer.start(this::listen);
        part = silent::close;
        run =
            LoopRun.start(
                WebSocketClient.builder("ws://beyond.test")
                    .proxy(Proxy.http("localhost", silent.port())));
      }
      case TLS, ANSWER -> {
        var silent = RawServer.start(this::listen);
        part = silent::close;
        String scheme = place == Place.TLS ? "wss" : "ws";
        run = LoopRun.start(scheme + "://localhost:" + silent.port());
      }
      case BODY -> {
        var server =
            ScriptedServer.start(
                (client, request) -> {
                  ScriptedServer.open().play(client, request);
                  left.countDown();
                });
        part = server::close;
        run = LoopRun.start(server.uri());
        run.untilOpen();
      }
      default -> throw new AssertionError(place);
    }
    if (place != Place.WAITING && place != Place.BODY) {
      LoopRun.await(reached);
    }
  }

  private void listen(RawPeer client) {
    client.read(1);
    reached.countDown();
    client.readToEnd();
    left.countDown();
  }

  private String block() throws InterruptedException {
    reached.countDown();
    try {
      new CountDownLatch(1).await();
      return "";
    } catch (InterruptedException e) {
      left.countDown();
      throw e;
    }
  }

  /** Waits until neither a thread, nor a socket, nor a timer is left. */
  void awaitNothingLeft() throws IOException {
    LoopRun.await(left);
    run.awaitNoTimer();
    part.close();
  }

  @Override
  public void close() throws IOException {
    run.close();
    part.close();
  }
}
