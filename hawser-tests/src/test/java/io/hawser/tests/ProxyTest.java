package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.ClientTls;
import io.hawser.Timeouts;
import io.hawser.client.Proxies;
import io.hawser.client.Proxy;
import io.hawser.client.WebSocketClient;
import io.hawser.error.ConnectFailedException;
import io.hawser.error.HandshakeTimeoutException;
import io.hawser.error.InvalidMessageException;
import io.hawser.error.Phase;
import io.hawser.error.ProxyException;
import io.hawser.error.ProxyException.Reason;
import io.hawser.error.SupplierFailedException;
import io.hawser.error.UntrustedServerException;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.RawPeer;
import io.hawser.testkit.RawServer;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client behind proxies, well-behaved and other ones. */
@Timeout(60)
class ProxyTest {
  private static final String TARGET = "ws://server.invalid/";

  @TempDir Path folder;

  // ---- the way through

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

  // ---- refusals

  static Stream<Arguments> refusals() {
    return Stream.of(
        arguments("407 No\r\nProxy-Authenticate: Basic\r\n", 407, Reason.CREDENTIALS),
        arguments("407 No\r\n", 407, Reason.CREDENTIALS),
        arguments("502 No\r\n", 502, Reason.UNAVAILABLE),
        arguments("503 No\r\nRetry-After: 3\r\n", 503, Reason.UNAVAILABLE),
        arguments("403 No\r\n", 403, Reason.FORBIDDEN),
        arguments("301 No\r\nLocation: /\r\n", 301, Reason.FORBIDDEN));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("refusals")
  void aRefusalCarriesTheProxysAnswer(String head, int status, Reason reason) {
    String answer = "HTTP/1.1 " + head + "Content-Length: 5\r\n\r\nsorry";
    try (var proxy = answering(answer)) {
      Proxy secret = to(proxy.port()).withCredentials("user", "secret");
      assertThatThrownBy(() -> connectBy(secret))
          .isInstanceOfSatisfying(
              ProxyException.class,
              e -> {
                assertThat(e.phase()).isEqualTo(Phase.PROXY);
                assertThat(e.reason()).isEqualTo(reason);
                assertThat(e.response()).isNotNull();
                assertThat(e.response().status()).isEqualTo(status);
                assertThat(e.response().text()).isEqualTo("sorry");
                assertThat(e.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().equals(ProxyTest.class.getName()));
              })
          .hasMessage("proxy http://127.0.0.1:%d refused: HTTP %d".formatted(proxy.port(), status));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSH-2.0-x\r\n", "HTTP/1.1 200 OK\nX: y\n\n", "HTTP/1.1 101 Up\r\n\r\n"})
  void whatIsNotHttpIsMalformed(String answer) {
    try (var proxy = answering(answer)) {
      assertThatThrownBy(() -> connectBy(to(proxy.port())))
          .isInstanceOfSatisfying(
              ProxyException.class,
              e -> {
                assertThat(e.reason()).isEqualTo(Reason.MALFORMED);
                assertThat(e.response()).isNull();
              });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nX: y\r\n"})
  void anEndInTheMiddleIsAFailureToConnect(String answer) {
    try (var proxy = answering(answer)) {
      assertThatThrownBy(() -> connectBy(to(proxy.port())))
          .isInstanceOfSatisfying(
              ConnectFailedException.class, e -> assertThat(e.phase()).isEqualTo(Phase.PROXY))
          .hasMessage("proxy http://127.0.0.1:" + proxy.port() + " ended the connection");
    }
  }

  @Test
  void anEndInTheBodyOfARefusalLeavesTheRefusal() {
    try (var proxy = answering("HTTP/1.1 407 No\r\nContent-Length: 100\r\n\r\nsor")) {
      assertThatThrownBy(() -> connectBy(to(proxy.port())))
          .isInstanceOfSatisfying(
              ProxyException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CREDENTIALS));
    }
  }

  @Test
  void aHeadWithoutEndIsCutAtItsLimit() {
    var sent = new AtomicInteger();
    try (var proxy =
        RawServer.start(
            client -> {
              client.readHead();
              client.send("HTTP/1.1 200 OK\r\n");
              while (sent.getAndIncrement() < 1_000_000) {
                client.send("X: y\r\n");
              }
            })) {
      assertThatThrownBy(() -> connectBy(to(proxy.port())))
          .isInstanceOfSatisfying(
              ProxyException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED))
          .hasMessageEndingWith("refused: its answer is not HTTP: too many headers");
    }
  }

  @Test
  void aBodyBehind200IsWhatTheServerSays() {
    try (var proxy = answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")) {
      assertThatThrownBy(() -> connectBy(to(proxy.port())))
          .isInstanceOf(InvalidMessageException.class);
    }
  }

  @Test
  void aProxyNobodyListensAtCannotBeConnectedTo() {
    int port;
    try (var proxy = RawServer.start(client -> {})) {
      port = proxy.port();
    }
    assertThatThrownBy(() -> connectBy(to(port)))
        .isInstanceOfSatisfying(
            ConnectFailedException.class, e -> assertThat(e.phase()).isEqualTo(Phase.TCP));
  }

  @Test
  void aProxyWhoseNameIsUnknownIsNotFound() {
    assertThatThrownBy(() -> connectBy(Proxy.http("nobody.invalid", 1)))
        .isInstanceOfSatisfying(
            ConnectFailedException.class, e -> assertThat(e.phase()).isEqualTo(Phase.DNS))
        .hasMessage("host of the proxy not found: nobody.invalid");
  }

  @Test
  void aProxyWithAnotherCertificateIsNotTrusted() throws Exception {
    try (var proxy = TunnelProxy.start(TestCertificates.serverContext(), 1)) {
      assertThatThrownBy(() -> connectBy(Proxy.https("localhost", proxy.port())))
          .isInstanceOfSatisfying(
              UntrustedServerException.class,
              e -> {
                assertThat(e.phase()).isEqualTo(Phase.PROXY);
                assertThat(e.host()).isEqualTo("localhost");
              });
    }
  }

  @Test
  void aProxyThatDoesNotSpeakTlsFailsInItsPhase() {
    try (var proxy = RawServer.start(client -> client.send("HTTP/1.1 400 Bad Request\r\n\r\n"))) {
      assertThatThrownBy(() -> connectBy(Proxy.https("localhost", proxy.port())))
          .isInstanceOfSatisfying(
              ConnectFailedException.class, e -> assertThat(e.phase()).isEqualTo(Phase.PROXY));
    }
  }

  // ---- deadlines

  @Test
  void aSilentProxyIsGivenUpAtTheDeadline() {
    var left = new CompletableFuture<byte[]>();
    try (var proxy =
        RawServer.start(
            client -> {
              client.readHead();
              left.complete(client.readToEnd());
            })) {
      assertThatThrownBy(() -> soon(to(proxy.port())).connect())
          .isInstanceOfSatisfying(
              HandshakeTimeoutException.class, e -> assertThat(e.phase()).isEqualTo(Phase.PROXY));
      assertThat(left.orTimeout(20, TimeUnit.SECONDS).join()).isEmpty();
    }
  }

  @Test
  void aHeadThatDripsDoesNotPutOffTheDeadline() {
    try (var proxy = RawServer.start(client -> drip(client, "HTTP/1.1 200 OK\r\nX: "))) {
      assertThatThrownBy(() -> soon(to(proxy.port())).connect())
          .isInstanceOfSatisfying(
              HandshakeTimeoutException.class, e -> assertThat(e.phase()).isEqualTo(Phase.PROXY));
    }
  }

  @Test
  void aRefusalWhoseBodyDripsStandsAtTheDeadline() {
    try (var proxy =
        RawServer.start(client -> drip(client, "HTTP/1.1 407 No\r\nX: y\r\n\r\nsorry"))) {
      assertThatThrownBy(() -> soon(to(proxy.port())).connect())
          .isInstanceOfSatisfying(
              ProxyException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CREDENTIALS));
    }
  }

  // ---- suppliers

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

  private static void drip(RawPeer client, String text) {
    client.readHead();
    client.send(text);
    while (true) {
      client.send("x");
      try {
        Thread.sleep(10); // how slowly it drips
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static RawServer answering(String answer) {
    return RawServer.start(
        client -> {
          client.readHead();
          client.send(answer);
        });
  }

  private static Proxy to(int port) {
    return Proxy.http("127.0.0.1", port);
  }

  private static int port(Proxy proxy) {
    return URI.create(proxy.toString()).getPort();
  }

  private static WebSocketClient.Builder soon(Proxy proxy) {
    return WebSocketClient.builder(TARGET)
        .proxy(proxy)
        .timeouts(Timeouts.defaults().withOpening(Duration.ofMillis(300)));
  }

  private static void connectBy(Proxy proxy) {
    WebSocketClient.builder(TARGET).proxy(proxy).connect().close();
  }
}
