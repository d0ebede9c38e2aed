package io.hawser.tests;

import static io.hawser.tests.BehindProxy.TARGET;
import static io.hawser.tests.BehindProxy.connectBy;
import static io.hawser.tests.BehindProxy.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.ClientTls;
import io.hawser.client.Proxies;
import io.hawser.client.Proxy;
import io.hawser.client.WebSocketClient;
import io.hawser.error.Phase;
import io.hawser.error.SupplierFailedException;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.RawServer;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client behind well-behaved proxies, and what it is told of them. */
@Timeout(60)
class ProxyTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"ws, http", "ws, https", "wss, http", "wss, https"})
  void aProxyLeadsToTheServer(String scheme, String proxyScheme) throws Exception {
    SSLContext tls = TestCertificates.serverContext();
    Path authority = TestCertificates.writeAuthority(folder, TestCertificates.authority());
    var server = WebSocketServer.builder(ws -> ws.forEach(ws::send)).listen("127.0.0.1", 0);
    if (scheme.equals("wss")) {
      server.tls(tls);
    }
    try (var echo = server.start();
        var proxy = TunnelProxy.start(proxyScheme.equals("https") ? tls : null, echo.port())) {
      Proxy through = Proxy.of(proxyScheme + "://localhost:" + proxy.port());
      if (proxyScheme.equals("https")) {
        through = through.withTls(ClientTls.builder().trust(authority).build());
      }
      String uri = scheme + "://localhost:" + echo.port() + "/";
      var client =
          WebSocketClient.builder(uri)
              .tls(ClientTls.builder().trust(authority).build())
              .proxy(through);
      try (var ws = client.connect()) {
        ws.send("a");
        assertThat(ws.receive().text()).isEqualTo("a");
        ws.send("b".repeat(200_000));
        assertThat(ws.receive().text()).hasSize(200_000);
        assertThat(ws.peerCertificates()).hasSize(scheme.equals("wss") ? 1 : 0);
        var timings = ws.openingTimings().orElseThrow();
        assertThat(timings.in(Phase.PROXY)).isPositive();
        assertThat(timings.in(Phase.HTTP)).isPositive();
        assertThat(timings.in(Phase.TLS).isPositive()).isEqualTo(scheme.equals("wss"));
        assertThat(timings.total()).isGreaterThan(timings.in(Phase.PROXY));
        ws.close();
        assertThat(ws.closure().orElseThrow().isClean()).isTrue();
      }
      assertThat(proxy.heads())
          .containsExactly(
              "CONNECT localhost:%1$d HTTP/1.1\r\nHost: localhost:%1$d\r\n\r\n"
                  .formatted(echo.port()));
    }
  }

  @Test
  void theNameIsLeftForTheProxyToResolve() throws Exception {
    try (var echo = WebSocketServer.serve("127.0.0.1", 0, ws -> ws.forEach(ws::send));
        var proxy = TunnelProxy.start(null, echo.port());
        var ws =
            WebSocketClient.builder("ws://Server.invalid:81/").proxy(to(proxy.port())).connect()) {
      assertThat(proxy.heads()).singleElement().asString().startsWith("CONNECT server.invalid:81 ");
      assertThat(ws.request().headers().contains("Proxy-Authorization")).isFalse();
      assertThat(ws.openingTimings().orElseThrow().in(Phase.TLS)).isZero();
    }
  }

  @Test
  void credentialsAreForTheProxyAloneAndAskedForEachTime() throws Exception {
    var asked = new AtomicInteger();
    Proxy proxy;
    try (var echo = WebSocketServer.serve("127.0.0.1", 0, ws -> ws.forEach(ws::send));
        var tunnel = TunnelProxy.start(null, echo.port())) {
      proxy =
          to(tunnel.port())
              .withCredentials(
                  () ->
                      new PasswordAuthentication(
                          "u", ("p" + asked.incrementAndGet()).toCharArray()));
      var client = WebSocketClient.builder(TARGET).proxy(proxy);
      for (int i = 0; i < 2; i++) {
        try (var ws = client.connect()) {
          assertThat(ws.request().headers().contains("Proxy-Authorization")).isFalse();
        }
      }
      assertThat(tunnel.heads().get(0)).contains("Proxy-Authorization: Basic dTpwMQ==\r\n");
      assertThat(tunnel.heads().get(1)).contains("Proxy-Authorization: Basic dTpwMg==\r\n");
    }
    assertThat(proxy).hasToString("http://127.0.0.1:" + port(proxy));
  }

  @Test
  void whatTheServerSendsEarlyIsNotLost() {
    String early = "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n";
    try (var proxy =
        RawServer.start(
            client -> {
              client.readHead();
              client.send("HTTP/1.1 200 OK\r\n\r\n" + early);
              client.readToEnd();
            })) {
      assertThatThrownBy(() -> connectBy(to(proxy.port())))
          .hasMessage("server refused: HTTP 403; expected 101");
    }
  }

  @Test
  void aUnixSocketIsNeverBehindAProxy() throws Exception {
    Path socket = folder.resolve("s");
    try (var server =
            WebSocketServer.builder(ws -> ws.forEach(ws::send)).listenUnix(socket).start();
        var proxy = RawServer.start(client -> {});
        var ws =
            WebSocketClient.builder(TARGET).proxy(to(proxy.port())).unixSocket(socket).connect()) {
      ws.send("a");
      assertThat(ws.receive().text()).isEqualTo("a");
      assertThat(proxy.accepted()).isZero();
      assertThat(ws.openingTimings().orElseThrow().in(Phase.PROXY)).isZero();
    }
  }

  @Test
  void aSupplierThatThrowsFailsTheAttempt() {
    Proxy proxy =
        to(1)
            .withCredentials(
                () -> {
                  throw new IllegalStateException("vault is closed");
                });
    assertThatThrownBy(() -> connectBy(proxy))
        .isInstanceOfSatisfying(
            SupplierFailedException.class,
            e -> {
              assertThat(e.supplier()).isEqualTo("proxy credentials");
              assertThat(e.phase()).isEqualTo(Phase.PREPARE);
            })
        .hasRootCauseMessage("vault is closed");
  }

  @Test
  void aSelectionThatThrowsFailsTheAttempt() {
    Proxies proxies = server -> Optional.of(Proxy.of(server));
    assertThatThrownBy(() -> WebSocketClient.builder(TARGET).proxies(proxies).connect())
        .isInstanceOfSatisfying(
            SupplierFailedException.class, e -> assertThat(e.supplier()).isEqualTo("proxies"))
        .cause()
        .hasMessageContaining("ws://server.invalid:80");
  }

  @Test
  void whatAProxyCannotCarryIsRefusedAtOnce() {
    assertThatThrownBy(() -> to(1).withCredentials("a:b", "secret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> Proxy.of("socks4a://user:secret@proxy"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> to(1).withTls(ClientTls.builder().build()))
        .hasMessage("TLS with http://127.0.0.1:1; must be a proxy of https://");
  }

  private static int port(Proxy proxy) {
    return URI.create(proxy.toString()).getPort();
  }
}
