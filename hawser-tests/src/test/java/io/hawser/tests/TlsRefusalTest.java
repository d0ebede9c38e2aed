package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.Timeouts;
import io.hawser.client.WebSocketClient;
import io.hawser.handshake.FailureKind;
import io.hawser.observe.HandshakeFailure;
import io.hawser.observe.ServerObserver;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.RawPeer;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What comes to a TLS port and is not a WebSocket over TLS. */
@Timeout(60)
class TlsRefusalTest {
  private final LinkedBlockingQueue<HandshakeFailure> failures = new LinkedBlockingQueue<>();
  private WebSocketServer server;

  @BeforeEach
  void serve() {
    server =
        WebSocketServer.builder(ws -> ws.send(ws.receive()))
            .listen("127.0.0.1", 0)
            .tls(TestCertificates.serverContext())
            .timeouts(Timeouts.defaults().withOpening(Duration.ofSeconds(2)))
            .observer(
                new ServerObserver() {
                  @Override
                  public void handshakeFailed(HandshakeFailure failure) {
                    failures.add(failure);
                  }
                })
            .start();
  }

  @AfterEach
  void stillServes() {
    try (var ws =
        WebSocketClient.builder("wss://localhost:" + server.port() + "/")
            .tls(TestCertificates.clientContext())
            .connect()) {
      ws.send("a");
      assertThat(ws.receive().text()).isEqualTo("a");
    }
    server.close();
  }

  @Test
  void plainHttpFailsTls() throws InterruptedException {
    try (var peer = RawPeer.connect(server.port())) {
      peer.send(RawPeer.VALID_REQUEST);
      peer.readToEnd();
    }
    assertTold(FailureKind.TLS_FAILED);
  }

  @Test
  void junkFailsTls() throws InterruptedException {
    try (var peer = RawPeer.connect(server.port())) {
      peer.sendHex("00 01 02 03 04 05 06 07 08 09");
      peer.readToEnd();
    }
    assertTold(FailureKind.TLS_FAILED);
  }

  @Test
  void leavingWithoutAByteIsAProbe() throws InterruptedException {
    RawPeer.connect(server.port()).close();
    assertTold(FailureKind.PROBE);
  }

  @Test
  void leavingInsideTheTlsHandshakeIsDisconnected() throws InterruptedException {
    try (var peer = RawPeer.connect(server.port())) {
      peer.sendHex("16 03 01 00 f4 01 00");
    }
    assertTold(FailureKind.DISCONNECTED);
  }

  @Test
  void silenceEndsAtTheDeadlineWithoutAnAnswer() throws InterruptedException {
    try (var peer = RawPeer.connect(server.port())) {
      assertThat(peer.readToEnd()).isEmpty();
    }
    assertTold(FailureKind.TIMEOUT);
  }

  private void assertTold(FailureKind kind) throws InterruptedException {
    HandshakeFailure failure = failures.poll(20, TimeUnit.SECONDS);
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.status()).isZero();
    assertThat(failures).isEmpty();
  }
}
