package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hawser.Carrier;
import io.hawser.WebSocket;
import io.hawser.client.WebSocketClient;
import io.hawser.model.Message;
import io.hawser.server.WebSocketHandler;
import io.hawser.server.WebSocketServer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Servers with event loops that carry all handlers, one unless more are asked for; left out on a
 * JDK that cannot.
 */
final class OneLoop {
  private final CountDownLatch released = new CountDownLatch(1);
  private final CountDownLatch waits = new CountDownLatch(1);

  /** What a handler does when it is told to wait. */
  interface Wait {
    void run(WebSocket ws) throws Exception;
  }

  static WebSocketServer serve(WebSocketHandler handler) {
    return builder(handler).start();
  }

  static WebSocketServer.Builder builder(WebSocketHandler handler) {
    return WebSocketServer.builder(handler)
        .carrier(requireCarrier(Carrier.LOOP))
        .threads(1)
        .listen("localhost", 0);
  }

  /**
   * Returns the carrier, which is to be had here: without access to the JDK's internals a server
   * would take its scheduler, and tests pass.
   */
  static Carrier requireCarrier(Carrier carrier) {
    if (carrier == Carrier.LOOP) {
      assumeTrue(Runtime.version().feature() >= 24, "needs JDK 24");
      assertThat(Object.class.getModule().isOpen("java.lang", WebSocket.class.getModule()))
          .as("--add-opens java.base/java.lang=ALL-UNNAMED")
          .isTrue();
    }
    return carrier;
  }

  /** What carries the virtual thread that calls this. */
  static String carrierName() {
    // a virtual thread's text says it behind the @
    String text = Thread.currentThread().toString();
    return text.substring(text.indexOf('@') + 1);
  }

  static WebSocket connect(WebSocketServer server) {
    return WebSocketClient.connect("ws://localhost:" + server.port() + "/");
  }

  /** While one handler waits in such a way, until it is released, another on its loop echoes. */
  void isNotHeldBy(Wait wait) {
    try (var server =
            serve(
                ws -> {
                  for (Message message : ws) {
                    if (message instanceof Message.Text text && text.text().equals("wait")) {
                      waits.countDown();
                      wait.run(ws);
                      ws.send("waited");
                    } else {
                      ws.send(message);
                    }
                  }
                });
        var waiting = connect(server);
        var other = connect(server)) {
      waiting.send("wait");
      assertThat(waits.await(20, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < 100; i++) {
        other.send("echo " + i);
        assertThat(other.receive()).isEqualTo(Message.text("echo " + i));
      }
      release();
      assertThat(waiting.receive()).isEqualTo(Message.text("waited"));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  void release() {
    released.countDown();
  }

  boolean isReleased() {
    return released.getCount() == 0;
  }

  void awaitRelease() {
    try {
      assertThat(released.await(50, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
