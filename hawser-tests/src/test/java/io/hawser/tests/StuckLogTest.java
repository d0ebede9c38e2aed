package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.WebSocket;
import io.hawser.WebSocketListener;
import io.hawser.client.WebSocketClient;
import io.hawser.guard.Guard;
import io.hawser.model.Message;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.RawPeer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Event loops tell logs of what goes wrong, and wait for none: for its lock a handler may queue
 * that the loop carries itself, and has to run first.
 */
@Timeout(60)
class StuckLogTest {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static class Echo implements WebSocketListener {
    @Override
    public void onMessage(WebSocket ws, Message message) {
      if (message instanceof Message.Text text && text.text().equals("fail")) {
        throw new IllegalStateException("a bug");
      }
      ws.send(message);
    }
  }

  private static WebSocketServer.Builder serving(WebSocketListener listener) {
    return WebSocketServer.builder(listener).onLoop().threads(1).listen("127.0.0.1", 0);
  }

  private static WebSocket connect(WebSocketServer server) {
    return WebSocketClient.connect("ws://127.0.0.1:" + server.port() + "/");
  }

  @Test
  void theLoopOfAListenerThatFailsGoesOn() throws Exception {
    try (var server = serving(new Echo()).start();
        var failing = connect(server);
        var other = connect(server);
        var log = new StuckLog()) {
      failing.send("fail");
      assertThat(log.line()).matches("listener of ws-\\d+ failed; closing with 1011");
      assertEchoes(other);
    }
  }

  @Test
  void theLoopOfAListenerWhoseOnErrorFailsGoesOn() throws Exception {
    var twice =
        new Echo() {
          @Override
          public void onError(WebSocket ws, Throwable thrown) {
            throw new IllegalStateException("again");
          }
        };
    try (var server = serving(twice).start();
        var failing = connect(server);
        var other = connect(server);
        var log = new StuckLog()) {
      failing.send("fail");
      assertThat(log.line()).matches("onError of ws-\\d+ threw; closing with 1011");
      assertEchoes(other);
    }
  }

  @Test
  void theLoopThatAsksAGuardThatFailsGoesOn() throws Exception {
    var fails = new AtomicBoolean();
    var guard = Guard.standard();
    try (var server =
            serving(new Echo())
                .guard(
                    () -> {
                      if (fails.get()) {
                        throw new IllegalStateException("a bug");
                      }
                      return guard.visit();
                    })
                .start();
        var other = connect(server);
        var log = new StuckLog()) {
      fails.set(true);
      try (var ws = connect(server)) {
        assertThat(log.line()).startsWith("the guard failed");
        assertEchoes(ws);
      }
      assertEchoes(other);
    }
  }

  @Test
  void theLoopThatFindsAProxyThatNobodyNamedGoesOn() throws Exception {
    try (var server = serving(new Echo()).start();
        var other = connect(server);
        var log = new StuckLog();
        var proxy = RawPeer.connect(server.port())) {
      proxy.send(
          RawPeer.VALID_REQUEST.replace("\r\n\r\n", "\r\nX-Forwarded-For: 203.0.113.7\r\n\r\n"));
      assertThat(log.line()).contains("name it in trustedProxies");
      assertEchoes(other);
    }
  }

  private static void assertEchoes(WebSocket ws) {
    ws.send("hello");
    assertThat(ws.receive(PATIENCE)).contains(Message.text("hello"));
  }
}
