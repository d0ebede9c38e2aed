package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hawser.ClientTls;
import io.hawser.PemFiles;
import io.hawser.ServerTls;
import io.hawser.client.WebSocketClient;
import io.hawser.error.InvalidStatusException;
import io.hawser.handshake.FailureKind;
import io.hawser.observe.HandshakeFailure;
import io.hawser.observe.ServerObserver;
import io.hawser.observe.TlsFacts;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.RawPeer;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a failed handshake tells of its connection, TLS included. */
@Timeout(60)
class TlsFactsTest {
  private static final X509Bundle AUTHORITY = TestCertificates.authority();

  private final LinkedBlockingQueue<HandshakeFailure> failures = new LinkedBlockingQueue<>();

  @TempDir Path folder;

  @Test
  void aRequestThatFailsOverTlsTellsWhatTlsAgreedOn() throws InterruptedException {
    Path authority = TestCertificates.writeAuthority(folder, AUTHORITY);
    PemFiles client =
        TestCertificates.write(folder, "client", TestCertificates.client(AUTHORITY, "ann"));
    try (var server = serveTls(authority)) {
      var foreign =
          WebSocketClient.builder("wss://localhost:" + server.port() + "/a?token=x")
              .header("Origin", "https://evil.example")
              .tls(
                  ClientTls.builder()
                      .trust(authority)
                      .certificate(client.certificates(), client.privateKey())
                      .build());
      assertThatExceptionOfType(InvalidStatusException.class).isThrownBy(foreign::connect);
      HandshakeFailure failure = next();
      assertThat(failure.kind()).isEqualTo(FailureKind.ORIGIN);
      TlsFacts tls = failure.tls();
      assertThat(tls.protocol()).isEqualTo("TLSv1.3");
      assertThat(tls.cipher()).startsWith("TLS_");
      // no client names a host without a dot
      assertThat(tls.serverName()).isNull();
      assertThat(tls.clientPrincipal().getName()).contains("CN=ann");
    }
  }

  @Test
  void theHostThatTheClientNamedIsToldInLowerCase() throws Exception {
    try (var server = serveTls(TestCertificates.writeAuthority(folder, AUTHORITY));
        var tcp = new Socket(InetAddress.getLoopbackAddress(), server.port());
        var socket =
            TestCertificates.clientContext()
                .getSocketFactory()
                .createSocket(tcp, "WWW.a.test", server.port(), true)) {
      socket.getOutputStream().write("HELO x\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().readAllBytes();
      HandshakeFailure failure = next();
      assertThat(failure.kind()).isEqualTo(FailureKind.NOT_HTTP);
      assertThat(failure.tls().serverName()).isEqualTo("www.a.test");
      assertThat(failure.tls().clientPrincipal()).isNull();
    }
  }

  @Test
  void aTlsHandshakeThatFailsTellsThatNothingWasAgreedOn() throws InterruptedException {
    try (var server = serveTls(TestCertificates.writeAuthority(folder, AUTHORITY));
        var peer = RawPeer.connect(server.port())) {
      peer.send(RawPeer.VALID_REQUEST);
      peer.readToEnd();
      HandshakeFailure failure = next();
      assertThat(failure.kind()).isEqualTo(FailureKind.TLS_FAILED);
      assertThat(failure.cause()).isNotNull();
      assertThat(failure.tls()).isEqualTo(new TlsFacts(null, null, null, null));
    }
  }

  @Test
  void aPlainConnectionTellsOfNoTlsAndOfBothItsEnds() throws InterruptedException {
    try (var server =
            WebSocketServer.builder(ws -> {})
                .listen("127.0.0.1", 0)
                .observer(new Failures())
                .start();
        var peer = RawPeer.connect(server.port())) {
      peer.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
      peer.readToEnd();
      HandshakeFailure failure = next();
      assertThat(failure.tls()).isNull();
      assertThat(failure.localAddress()).isEqualTo(server.addresses().getFirst());
      assertThat(failure.remoteAddress())
          .isInstanceOf(InetSocketAddress.class)
          .isEqualTo(failure.socketAddress());
      assertThat(failure.request().path()).isEqualTo("/a");
      assertThat(failure.id()).startsWith("ws-");
      assertThat(failure.took()).isPositive();
    }
  }

  private WebSocketServer serveTls(Path authority) {
    PemFiles own = TestCertificates.write(folder, "server", TestCertificates.localhost());
    return WebSocketServer.builder(ws -> {})
        .listen("127.0.0.1", 0)
        .tls(
            ServerTls.builder(own.certificates(), own.privateKey())
                .wantClientCertificates(authority)
                .build())
        .observer(new Failures())
        .start();
  }

  private HandshakeFailure next() throws InterruptedException {
    HandshakeFailure failure = failures.poll(20, TimeUnit.SECONDS);
    assertThat(failure).isNotNull();
    return failure;
  }

  private final class Failures implements ServerObserver {
    @Override
    public void handshakeFailed(HandshakeFailure failure) {
      failures.add(failure);
    }
  }
}
