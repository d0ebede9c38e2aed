package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.Timeouts;
import io.hawser.client.WebSocketClient;
import io.hawser.error.CallInterruptedException;
import io.hawser.error.ConnectFailedException;
import io.hawser.error.HandshakeException;
import io.hawser.error.HandshakeTimeoutException;
import io.hawser.error.InvalidHeaderException;
import io.hawser.error.InvalidMessageException;
import io.hawser.error.InvalidStatusException;
import io.hawser.error.InvalidUpgradeException;
import io.hawser.error.InvalidUriException;
import io.hawser.error.NegotiationException;
import io.hawser.error.Phase;
import io.hawser.error.UntrustedServerException;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.RawServer;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client makes of servers that do not open the connection, over real sockets. */
@Timeout(60)
class ConnectTest {
  private static final String SWITCHING =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";

  static Stream<Arguments> answers() {
    return Stream.of(
        arguments("garbage", "SSH-2.0-x\r\n", InvalidMessageException.class),
        arguments("end of stream before the answer", "", ConnectFailedException.class),
        arguments("end of stream inside it", "HTTP/1.1 101 Sw", ConnectFailedException.class),
        arguments(
            "401",
            "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\nContent-Length: 4\r\n\r\nnope",
            InvalidStatusException.class),
        arguments("200 to the end", "HTTP/1.1 200 OK\r\n\r\nhello", InvalidStatusException.class),
        arguments(
            "wrong accept",
            SWITCHING + "Sec-WebSocket-Accept: x\r\n\r\n",
            InvalidHeaderException.class),
        arguments("no accept", SWITCHING + "\r\n", InvalidHeaderException.class),
        arguments(
            "no Upgrade",
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n\r\n",
            InvalidUpgradeException.class),
        arguments(
            "unoffered extension",
            SWITCHING + "Sec-WebSocket-Accept: ACCEPT\r\nSec-WebSocket-Extensions: x\r\n\r\n",
            NegotiationException.class),
        arguments(
            "unoffered subprotocol",
            SWITCHING + "Sec-WebSocket-Accept: ACCEPT\r\nSec-WebSocket-Protocol: x\r\n\r\n",
            NegotiationException.class));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  void anAnswerThatDoesNotOpenIsThrown(
      String name, String answer, Class<? extends HandshakeException> expected) {
    try (var server =
        RawServer.start(
            client -> client.send(answer.replace("ACCEPT", accept(client.readHead()))))) {
      assertThatThrownBy(() -> WebSocketClient.connect("ws://localhost:" + server.port() + "/"))
          .isInstanceOfSatisfying(
              expected,
              e -> {
                assertThat(e.phase()).isEqualTo(Phase.HTTP);
                assertThat(e.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().equals(ConnectTest.class.getName()));
              });
      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @Test
  void aRefusalCarriesStatusHeadersAndBody() {
    String answer =
        """
        HTTP/1.1 503 Service Unavailable\r
        Retry-After: 7\r
        Transfer-Encoding: chunked\r
        \r
        4\r
        busy\r
        0\r
        \r
        """;
    try (var server =
        RawServer.start(
            client -> {
              client.readHead();
              client.send(answer);
            })) {
      assertThatThrownBy(() -> WebSocketClient.connect("ws://localhost:" + server.port() + "/"))
          .isInstanceOfSatisfying(
              InvalidStatusException.class,
              e -> {
                assertThat(e.response().status()).isEqualTo(503);
                assertThat(e.response().headers().first("retry-after")).contains("7");
                assertThat(e.response().text()).isEqualTo("busy");
              })
          .hasMessage("server refused: HTTP 503; expected 101");
    }
  }

  @Test
  void framesBehindTheAnswerAreReceived() {
    try (var server =
        RawServer.start(
            client -> {
              String accept = accept(client.readHead());
              client.send(SWITCHING + "Sec-WebSocket-Accept: " + accept + "\r\n\r\n\u0081\u0002hi");
              client.readToEnd();
            })) {
      // this server never answers the Close frame
      var client =
          WebSocketClient.builder("ws://localhost:" + server.port() + "/")
              .timeouts(Timeouts.defaults().withClosing(Duration.ofMillis(100)));
      try (var ws = client.connect()) {
        assertThat(ws.receive().text()).isEqualTo("hi");
      }
    }
  }

  @Test
  void aSilentServerIsGivenUpAtTheDeadlineWithItsPhase() {
    var left = new CompletableFuture<byte[]>();
    try (var server =
        RawServer.start(
            client -> {
              client.readHead();
              left.complete(client.readToEnd());
            })) {
      var client =
          WebSocketClient.builder("ws://localhost:" + server.port() + "/")
              .timeouts(Timeouts.defaults().withOpening(Duration.ofMillis(300)));
      assertThatThrownBy(client::connect)
          .isInstanceOfSatisfying(
              HandshakeTimeoutException.class,
              e -> {
                assertThat(e.phase()).isEqualTo(Phase.HTTP);
                assertThat(e.timeout()).isEqualTo(Duration.ofMillis(300));
              });
      // nothing is left of the attempt
      assertThat(left.orTimeout(10, TimeUnit.SECONDS).join()).isEmpty();
    }
  }

  @Test
  void anInterruptGivesUpAtOnce() throws Exception {
    var reached = new CountDownLatch(1);
    var left = new CompletableFuture<byte[]>();
    try (var server =
        RawServer.start(
            client -> {
              client.readHead();
              reached.countDown();
              left.complete(client.readToEnd());
            })) {
      var thrown = new CompletableFuture<Throwable>();
      var caller =
          Thread.ofVirtual()
              .start(
                  () -> {
                    String uri = "ws://localhost:" + server.port() + "/";
                    Throwable failure = catchThrowable(() -> WebSocketClient.connect(uri));
                    assertThat(Thread.currentThread().isInterrupted()).isTrue();
                    thrown.complete(failure);
                  });
      reached.await();
      caller.interrupt();
      assertThat(thrown.orTimeout(10, TimeUnit.SECONDS).join())
          .isInstanceOf(CallInterruptedException.class);
      assertThat(left.orTimeout(10, TimeUnit.SECONDS).join()).isEmpty();
    }
  }

  @Test
  void aPortNobodyListensOnIsRefused() {
    int port;
    try (var server = RawServer.start(client -> {})) {
      port = server.port();
    }
    assertThatThrownBy(() -> WebSocketClient.connect("ws://localhost:" + port + "/"))
        .isInstanceOfSatisfying(
            ConnectFailedException.class, e -> assertThat(e.phase()).isEqualTo(Phase.TCP));
  }

  @Test
  void anUnknownHostIsNotFound() {
    assertThatThrownBy(() -> WebSocketClient.connect("ws://nobody.invalid/"))
        .isInstanceOfSatisfying(
            ConnectFailedException.class, e -> assertThat(e.phase()).isEqualTo(Phase.DNS))
        .hasMessage("host not found: nobody.invalid");
  }

  @Test
  void aUriThatIsNoneIsRefused() {
    assertThatThrownBy(() -> WebSocketClient.connect("http://localhost/"))
        .isInstanceOf(InvalidUriException.class);
  }

  @Test
  void aCertificateOfAnUnknownAuthorityIsNotTrusted() {
    try (var server = tlsServer("localhost", false)) {
      assertThatThrownBy(() -> WebSocketClient.connect(uri(server)))
          .isInstanceOfSatisfying(
              UntrustedServerException.class,
              e -> {
                assertThat(e.phase()).isEqualTo(Phase.TLS);
                assertThat(e.host()).isEqualTo("localhost");
              });
    }
  }

  @Test
  void aCertificateOfAnotherHostIsNotTrusted() {
    try (var server = tlsServer("elsewhere.example", true)) {
      var client = WebSocketClient.builder(uri(server)).tls(TestCertificates.clientContext());
      assertThatThrownBy(client::connect).isInstanceOf(UntrustedServerException.class);
    }
  }

  @Test
  void whoeverTrustsAnyServerTrustsIt() {
    try (var server = tlsServer("elsewhere.example", false);
        var ws = WebSocketClient.builder(uri(server)).trustAnyServer().connect()) {
      ws.send("a");
      assertThat(ws.receive().text()).isEqualTo("a");
    }
  }

  @Test
  void plainTextOnATlsConnectionFailsInTls() {
    try (var server = RawServer.start(client -> client.send("HTTP/1.1 400 Bad Request\r\n\r\n"))) {
      assertThatThrownBy(() -> WebSocketClient.connect("wss://localhost:" + server.port() + "/"))
          .isInstanceOfSatisfying(
              ConnectFailedException.class, e -> assertThat(e.phase()).isEqualTo(Phase.TLS));
    }
  }

  @Test
  void headersAndSubprotocolsReachTheServer() {
    try (var server =
            WebSocketServer.builder(
                    ws -> ws.send(ws.request().headers().first("X-Token").orElse("none")))
                .listen("127.0.0.1", 0)
                .subprotocols("b", "a")
                .start();
        var ws =
            WebSocketClient.builder("ws://127.0.0.1:" + server.port() + "/room?x=1")
                .header("X-Token", "t")
                .subprotocols("a", "b")
                .connect()) {
      assertThat(ws.receive().text()).isEqualTo("t");
      assertThat(ws.subprotocol()).contains("b");
      assertThat(ws.request().target()).isEqualTo("/room?x=1");
      assertThat(ws.response().status()).isEqualTo(101);
    }
  }

  private static WebSocketServer tlsServer(String host, boolean ofKnownAuthority) {
    var authority =
        ofKnownAuthority ? TestCertificates.authority() : TestCertificates.authority("unknown");
    return WebSocketServer.builder(ws -> ws.send(ws.receive()))
        .listen("127.0.0.1", 0)
        .tls(TestCertificates.serverContext(TestCertificates.server(authority, host)))
        .start();
  }

  private static String uri(WebSocketServer server) {
    return "wss://localhost:" + server.port() + "/";
  }

  private static String accept(String head) {
    String key = head.lines().filter(l -> l.startsWith("Sec-WebSocket-Key: ")).findFirst().get();
    try {
      var sha1 = java.security.MessageDigest.getInstance("SHA-1");
      String text = key.substring(19) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
      return Base64.getEncoder()
          .encodeToString(sha1.digest(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
