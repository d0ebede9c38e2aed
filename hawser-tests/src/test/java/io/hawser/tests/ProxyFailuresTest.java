package io.hawser.tests;

import static io.hawser.tests.BehindProxy.TARGET;
import static io.hawser.tests.BehindProxy.connectBy;
import static io.hawser.tests.BehindProxy.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.Timeouts;
import io.hawser.client.Proxy;
import io.hawser.client.WebSocketClient;
import io.hawser.error.ConnectFailedException;
import io.hawser.error.HandshakeTimeoutException;
import io.hawser.error.InvalidMessageException;
import io.hawser.error.Phase;
import io.hawser.error.ProxyException;
import io.hawser.error.ProxyException.Reason;
import io.hawser.error.UntrustedServerException;
import io.hawser.testkit.RawPeer;
import io.hawser.testkit.RawServer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client behind proxies that refuse, break off, dawdle or are not there. */
@Timeout(60)
class ProxyFailuresTest {
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
                    .anyMatch(
                        frame -> frame.getClassName().equals(ProxyFailuresTest.class.getName()));
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

  private static WebSocketClient.Builder soon(Proxy proxy) {
    return WebSocketClient.builder(TARGET)
        .proxy(proxy)
        .timeouts(Timeouts.defaults().withOpening(Duration.ofMillis(300)));
  }
}
