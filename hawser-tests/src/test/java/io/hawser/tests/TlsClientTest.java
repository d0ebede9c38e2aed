package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.ClientTls;
import io.hawser.PemFiles;
import io.hawser.ServerTls;
import io.hawser.WebSocket;
import io.hawser.client.WebSocketClient;
import io.hawser.error.ConnectFailedException;
import io.hawser.error.UntrustedServerException;
import io.hawser.model.Message;
import io.hawser.server.WebSocketServer;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.Principal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The TLS of a client: whom it trusts, what it shows, and what a server makes of that. */
@Timeout(60)
class TlsClientTest {
  private static final X509Bundle AUTHORITY = TestCertificates.authority();
  private static final X509Bundle STRANGER = TestCertificates.authority("Nobody we know");

  @TempDir Path folder;
  private Path authority;
  private PemFiles alice;
  private PemFiles mallory;

  @BeforeEach
  void write() {
    authority = TestCertificates.writeAuthority(folder, AUTHORITY);
    alice = TestCertificates.write(folder, "alice", TestCertificates.client(AUTHORITY, "alice"));
    mallory =
        TestCertificates.write(folder, "mallory", TestCertificates.client(STRANGER, "mallory"));
  }

  // ---- whom a client trusts

  @Test
  void theServersCertificateIsOnTheConnection() {
    try (var server = serve(tls("localhost"));
        var ws = client(server, trusting()).connect()) {
      assertThat(ws.peerPrincipal()).contains(new X500Principal("CN=localhost"));
      ws.send("who am I");
      assertThat(ws.receive()).isEqualTo(Message.text("nobody"));
    }
  }

  @Test
  void withoutTlsThereIsNoPrincipal() {
    try (var server = WebSocketServer.serve("127.0.0.1", 0, TlsClientTest::tellWho);
        var ws = WebSocketClient.connect("ws://127.0.0.1:" + server.port() + "/")) {
      assertThat(ws.peerPrincipal()).isEmpty();
      assertThat(ws.peerCertificates()).isEmpty();
    }
  }

  @Test
  void anotherAuthorityIsNotTrusted() {
    PemFiles files =
        TestCertificates.write(folder, "other", TestCertificates.server(STRANGER, "localhost"));
    try (var server = serve(ServerTls.builder(files.certificates(), files.privateKey()))) {
      assertThatThrownBy(() -> client(server, trusting()).connect())
          .isInstanceOf(UntrustedServerException.class);
    }
  }

  @Test
  void anotherHostIsNotTrusted() {
    try (var server = serve(tls("elsewhere.test"))) {
      assertThatThrownBy(() -> client(server, trusting()).connect())
          .isInstanceOf(UntrustedServerException.class);
    }
  }

  @Test
  void theJdksAuthoritiesAreTheDefault() {
    try (var server = serve(tls("localhost"))) {
      assertThatThrownBy(() -> client(server, ClientTls.builder()).connect())
          .isInstanceOf(UntrustedServerException.class);
      assertThatThrownBy(() -> WebSocketClient.connect("wss://localhost:" + server.port() + "/"))
          .isInstanceOf(UntrustedServerException.class);
    }
  }

  @Test
  void anyServerCanBeTrusted() {
    try (var server = serve(tls("elsewhere.test"));
        var ws = client(server, ClientTls.builder().trustAnyServer()).connect()) {
      assertThat(ws.peerPrincipal()).contains(new X500Principal("CN=elsewhere.test"));
    }
  }

  @Test
  void http11IsOffered() throws Exception {
    try (var listening =
        (SSLServerSocket)
            TestCertificates.serverContext()
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var offered = new CompletableFuture<List<String>>();
      Thread.ofVirtual()
          .start(
              () -> {
                try (var socket = (SSLSocket) listening.accept()) {
                  socket.setHandshakeApplicationProtocolSelector(
                      (self, protocols) -> {
                        offered.complete(protocols);
                        return "http/1.1";
                      });
                  socket.startHandshake();
                } catch (Exception e) {
                  offered.completeExceptionally(e);
                }
              });
      var builder =
          WebSocketClient.builder("wss://localhost:" + listening.getLocalPort() + "/")
              .tls(trusting().build());
      assertThatThrownBy(builder::connect).isInstanceOf(ConnectFailedException.class);
      assertThat(offered.get(20, TimeUnit.SECONDS)).containsExactly("http/1.1");
    }
  }

  // ---- what it shows

  @Test
  void aRequiredCertificateIsOnTheServersConnection() {
    try (var server = serve(tls("localhost").requireClientCertificates(authority));
        var ws = client(server, showing(alice)).connect()) {
      ws.send("who am I");
      assertThat(ws.receive()).isEqualTo(Message.text("CN=alice"));
    }
  }

  @Test
  void withoutARequiredCertificateNothingOpens() {
    try (var server = serve(tls("localhost").requireClientCertificates(authority))) {
      assertThatThrownBy(() -> client(server, trusting()).connect())
          .isInstanceOf(ConnectFailedException.class);
      assertThat(server.connections()).isEmpty();
    }
  }

  @Test
  void aCertificateOfAnotherAuthorityIsRefused() {
    try (var required = serve(tls("localhost").requireClientCertificates(authority))) {
      assertThatThrownBy(() -> client(required, showing(mallory)).connect())
          .isInstanceOf(ConnectFailedException.class);
    }
  }

  @Test
  void aWantedCertificateMayBeMissing() {
    try (var server = serve(tls("localhost").wantClientCertificates(authority))) {
      try (var ws = client(server, trusting()).connect()) {
        ws.send("who am I");
        assertThat(ws.receive()).isEqualTo(Message.text("nobody"));
      }
      try (var ws = client(server, showing(alice)).connect()) {
        ws.send("who am I");
        assertThat(ws.receive()).isEqualTo(Message.text("CN=alice"));
      }
    }
  }

  @Test
  void aCertificateThatIsNotAskedForIsNotShown() {
    try (var server = serve(tls("localhost"));
        var ws = client(server, showing(alice)).connect()) {
      ws.send("who am I");
      assertThat(ws.receive()).isEqualTo(Message.text("nobody"));
    }
  }

  private static void tellWho(WebSocket ws) {
    ws.receive();
    ws.send(ws.peerPrincipal().map(Principal::getName).orElse("nobody"));
  }

  private ServerTls.Builder tls(String host) {
    PemFiles files = TestCertificates.write(folder, host, TestCertificates.server(AUTHORITY, host));
    return ServerTls.builder(files.certificates(), files.privateKey());
  }

  private static WebSocketServer serve(ServerTls.Builder tls) {
    return WebSocketServer.builder(TlsClientTest::tellWho)
        .listen("127.0.0.1", 0)
        .tls(tls.build())
        .start();
  }

  private ClientTls.Builder trusting() {
    return ClientTls.builder().trust(authority);
  }

  private ClientTls.Builder showing(PemFiles files) {
    return trusting().certificate(files.certificates(), files.privateKey());
  }

  private static WebSocketClient.Builder client(WebSocketServer server, ClientTls.Builder tls) {
    return WebSocketClient.builder("wss://localhost:" + server.port() + "/").tls(tls.build());
  }
}
