package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.ClientTls;
import io.hawser.PemFiles;
import io.hawser.ServerTls;
import io.hawser.WebSocket;
import io.hawser.client.WebSocketClient;
import io.hawser.handshake.FailureKind;
import io.hawser.model.Message;
import io.hawser.observe.HandshakeFailure;
import io.hawser.observe.ServerObserver;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.RawPeer;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The TLS of a server: which certificate it shows, and what it does not do. */
@Timeout(60)
class TlsServerTest {
  private static final X509Bundle AUTHORITY = TestCertificates.authority();

  @TempDir Path folder;

  // ---- reloading

  @Test
  void aReloadedCertificateIsForConnectionsToCome() {
    X509Bundle first = TestCertificates.server(AUTHORITY, "localhost");
    X509Bundle second = TestCertificates.server(AUTHORITY, "localhost");
    PemFiles files = TestCertificates.write(folder, "server", first);
    try (var server = serve(ServerTls.builder(files.certificates(), files.privateKey()));
        var before = connect(server)) {
      assertThat(before.peerCertificates()).containsExactly(first.getCertificatePath());
      TestCertificates.write(folder, "server", second);
      try (var ws = connect(server)) {
        assertThat(ws.peerCertificates()).containsExactly(first.getCertificatePath());
      }

      server.reloadTls();
      try (var ws = connect(server)) {
        assertThat(ws.peerCertificates()).containsExactly(second.getCertificatePath());
      }
      before.send("still here");
      assertThat(before.receive()).isEqualTo(Message.text("still here"));
    }
  }

  @Test
  void aReloadThatFailsKeepsTheOldPair() throws IOException {
    X509Bundle old = TestCertificates.server(AUTHORITY, "localhost");
    X509Bundle renewed = TestCertificates.server(AUTHORITY, "localhost");
    PemFiles files = TestCertificates.write(folder, "server", old);
    try (var server = serve(ServerTls.builder(files.certificates(), files.privateKey()))) {
      // half renewed
      Files.writeString(files.certificates(), renewed.getCertificatePathPEM());
      assertThatIllegalArgumentException()
          .isThrownBy(server::reloadTls)
          .withMessageContaining("must be the key of the first certificate");
      Files.delete(files.privateKey());
      assertThatIllegalArgumentException()
          .isThrownBy(server::reloadTls)
          .withMessageContaining(files.privateKey().toString());
      try (var ws = connect(server)) {
        assertThat(ws.peerCertificates()).containsExactly(old.getCertificatePath());
      }
    }
  }

  @Test
  void onlyFilesCanBeReloaded() {
    try (var plain = WebSocketServer.serve("127.0.0.1", 0, ws -> {});
        var context =
            WebSocketServer.builder(ws -> {})
                .listen("127.0.0.1", 0)
                .tls(TestCertificates.serverContext())
                .start()) {
      assertThatIllegalStateException().isThrownBy(plain::reloadTls);
      assertThatIllegalStateException().isThrownBy(context::reloadTls);
    }
  }

  // ---- names

  private ServerTls.Builder named() {
    PemFiles first = write("localhost");
    PemFiles exact = write("www.a.test");
    PemFiles wildcard = write("*.a.test");
    return ServerTls.builder(first.certificates(), first.privateKey())
        .certificate(wildcard.certificates(), wildcard.privateKey())
        .certificate(exact.certificates(), exact.privateKey());
  }

  private PemFiles write(String host) {
    X509Bundle bundle = TestCertificates.server(AUTHORITY, host);
    return TestCertificates.write(folder, host.replace('*', '_'), bundle);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "localhost, localhost",
    "www.a.test, www.a.test",
    "WWW.A.TEST, www.a.test",
    "b.a.test, *.a.test",
    "c.b.a.test, localhost",
    "a.test, localhost",
    "unknown.test, localhost"
  })
  void theCertificateIsThatOfTheNamedHost(String host, String certificate) throws IOException {
    try (var server = serve(named());
        var socket = socket(server, host)) {
      socket.startHandshake();
      var shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      assertThat(shown.getSubjectX500Principal().getName()).isEqualTo("CN=" + certificate);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown.test", "c.b.a.test"})
  void unknownNamesCanBeRefused(String host) throws Exception {
    var failed = new CompletableFuture<HandshakeFailure>();
    var observer =
        new ServerObserver() {
          @Override
          public void handshakeFailed(HandshakeFailure failure) {
            failed.complete(failure);
          }
        };
    try (var server =
            WebSocketServer.builder(TlsServerTest::echo)
                .listen("127.0.0.1", 0)
                .tls(named().refuseUnknownNames().build())
                .observer(observer)
                .start();
        var socket = socket(server, host)) {
      assertThatThrownBy(socket::startHandshake)
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("unrecognized_name");
      assertThat(failed.get(20, TimeUnit.SECONDS).kind()).isEqualTo(FailureKind.TLS_FAILED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "b.a.test"})
  void knownNamesAndNoNameAreServedWhereUnknownOnesAreRefused(String host) throws IOException {
    try (var server = serve(named().refuseUnknownNames());
        var socket = socket(server, host)) {
      socket.startHandshake();
      assertThat(socket.getSession().isValid()).isTrue();
    }
  }

  // ---- the protocol

  @ParameterizedTest
  @CsvSource({"h2;http/1.1, http/1.1", "http/1.1, http/1.1", "h2, ''"})
  void http11IsSelected(String offered, String selected) throws IOException {
    try (var server = serve(named());
        var socket = socket(server, "localhost")) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(offered.split(";"));
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      assertThat(socket.getApplicationProtocol()).isEqualTo(selected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void bothVersionsAreSpoken(String version) throws IOException {
    try (var server = serve(named());
        var socket = socket(server, "localhost")) {
      socket.setEnabledProtocols(new String[] {version});
      socket.startHandshake();
      assertThat(socket.getSession().getProtocol()).isEqualTo(version);
    }
  }

  @Test
  void version11IsRefused() {
    try (var server = serve(named());
        var peer = RawPeer.connect(server.port())) {
      // a ClientHello of TLS 1.1 with one cipher suite
      peer.sendHex("16 0301 002d 01 000029 0302" + " 07".repeat(32) + "00 0002 c014 01 00");
      // the alert protocol_version
      assertThat(peer.readHex(7)).matches("15030[0-3]00020246");
    }
  }

  @Test
  void renegotiationIsRefused() throws IOException {
    try (var server = serve(named());
        var socket = socket(server, "localhost")) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.startHandshake();
      // or the JDK would resume, which costs nobody much
      socket.getSession().invalidate();
      assertThatThrownBy(
              () -> {
                socket.startHandshake();
                socket.getInputStream().read();
              })
          .isInstanceOf(IOException.class);
      try (var ws = connect(server)) {
        ws.send("a");
        assertThat(ws.receive()).isEqualTo(Message.text("a"));
      }
    }
  }

  private static void echo(WebSocket ws) {
    for (Message message : ws) {
      ws.send(message);
    }
  }

  private static WebSocketServer serve(ServerTls.Builder tls) {
    return WebSocketServer.builder(TlsServerTest::echo)
        .listen("127.0.0.1", 0)
        .tls(tls.build())
        .start();
  }

  private WebSocket connect(WebSocketServer server) {
    Path authority = TestCertificates.writeAuthority(folder, AUTHORITY);
    return WebSocketClient.builder("wss://localhost:" + server.port() + "/")
        .tls(ClientTls.builder().trust(authority).build())
        .connect();
  }

  /** A client of the JDK's that names {@code host}. */
  private static SSLSocket socket(WebSocketServer server, String host) throws IOException {
    var tcp = new Socket(InetAddress.getLoopbackAddress(), server.port());
    return (SSLSocket)
        TestCertificates.clientContext()
            .getSocketFactory()
            .createSocket(tcp, host, server.port(), true);
  }
}
