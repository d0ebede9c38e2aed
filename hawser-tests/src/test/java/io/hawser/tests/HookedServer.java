package io.hawser.tests;

import io.hawser.Timeouts;
import io.hawser.server.RequestProcessor;
import io.hawser.server.ResponseProcessor;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.ManualClock;
import io.hawser.testkit.RawPeer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;

/** A server whose application has a say in opening handshakes. */
abstract class HookedServer {
  static final String VALID = RawPeer.VALID_REQUEST;

  final Failures failures = new Failures();
  final ManualClock clock = new ManualClock();
  final CountDownLatch forEver = new CountDownLatch(1);
  WebSocketServer server;

  WebSocketServer.Builder builder() {
    return WebSocketServer.builder(ws -> ws.forEach(ws::send))
        .listen("127.0.0.1", 0)
        .timeouts(Timeouts.defaults().withOpening(Duration.ofSeconds(10)))
        .observer(failures);
  }

  void serve(RequestProcessor hook) {
    server = builder().processRequest(hook).start();
  }

  void review(ResponseProcessor hook) {
    server = builder().processResponse(hook).start();
  }

  @AfterEach
  void close() {
    forEver.countDown();
    server.close();
  }

  String answer(String request) {
    try (var peer = RawPeer.connect(server.port())) {
      return new String(peer.send(request).readToEnd(), StandardCharsets.ISO_8859_1);
    }
  }
}
