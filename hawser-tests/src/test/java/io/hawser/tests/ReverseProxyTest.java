package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.WebSocket;
import io.hawser.guard.Guard;
import io.hawser.handshake.FailureKind;
import io.hawser.model.Response;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.ManualClock;
import io.hawser.testkit.RawPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A server behind proxies that others have written. Clients have addresses of their own, all of
 * this machine; the proxies' is 127.0.0.1.
 */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class ReverseProxyTest {
  private static final String CLIENT = "127.0.0.5";
  private static final String OTHER = "127.0.0.6";
  private static final String VALID = RawPeer.VALID_REQUEST;
  private static final String FORGED =
      "X-Forwarded-For: 203.0.113.7\r\nForwarded: for=203.0.113.8\r\n";
  private static final String BAD_KEY = VALID.replace("dGhl", "!!!!");

  private final LinkedBlockingQueue<WebSocket> opened = new LinkedBlockingQueue<>();
  private final Failures failures = new Failures();
  @TempDir private Path folder;
  private WebSocketServer server;

  /** How a proxy says who the client is. */
  enum Front {
    NGINX_X_FORWARDED_FOR,
    NGINX_FORWARDED,
    HAPROXY_X_FORWARDED_FOR,
    HAPROXY_PROXY_1,
    HAPROXY_PROXY_2,
    HAPROXY_PROXY_2_HTTP;

    ProxyProgram start(Path folder, int server) {
      return switch (this) {
        case NGINX_X_FORWARDED_FOR ->
            ProxyProgram.nginx(
                folder,
                server,
                """
                proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                proxy_set_header Forwarded "";
                """);
        case NGINX_FORWARDED ->
            ProxyProgram.nginx(
                folder,
                server,
                """
                proxy_set_header Forwarded 'for="$remote_addr:$remote_port"';
                proxy_set_header X-Forwarded-For "";
                """);
        case HAPROXY_X_FORWARDED_FOR ->
            ProxyProgram.haproxy(
                folder,
                server,
                "http",
                "\n  http-request del-header Forwarded\n  option forwardfor");
        case HAPROXY_PROXY_1 -> ProxyProgram.haproxy(folder, server, "tcp", "send-proxy");
        case HAPROXY_PROXY_2 -> ProxyProgram.haproxy(folder, server, "tcp", "send-proxy-v2");
        case HAPROXY_PROXY_2_HTTP -> ProxyProgram.haproxy(folder, server, "http", "send-proxy-v2");
      };
    }

    boolean writesProxyHeader() {
      return name().startsWith("HAPROXY_PROXY");
    }

    /** Whether the client's port is told, too. */
    boolean tellsPort() {
      return writesProxyHeader() || this == NGINX_FORWARDED;
    }
  }

  private WebSocketServer.Builder builder() {
    return WebSocketServer.builder(
            ws -> {
              opened.add(ws);
              ws.forEach(ws::send);
            })
        .listen("127.0.0.1", 0)
        .guard(
            Guard.builder()
                .limitLoopback()
                .penaltiesPerSource(3, Duration.ofMinutes(1))
                .time(new ManualClock(), new SplittableRandom(1))
                .build())
        .observer(failures);
  }

  private void serveBehind(Front front) {
    var builder = builder().trustedProxies("127.0.0.1");
    server = (front.writesProxyHeader() ? builder.proxyProtocol() : builder).start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private InetSocketAddress client() throws InterruptedException {
    WebSocket ws = opened.poll(20, TimeUnit.SECONDS);
    assertThat(ws).as("a connection").isNotNull();
    return (InetSocketAddress) ws.remoteAddress();
  }

  private static Socket from(String address, int port) throws IOException {
    return new Socket("127.0.0.1", port, InetAddress.getByName(address), 0);
  }

  private static String answer(String client, int port, String request) throws IOException {
    try (var peer = RawPeer.over(from(client, port))) {
      return peer.send(request).readHead().lines().findFirst().orElseThrow();
    }
  }

  private static void assertEchoes(RawPeer peer) {
    assertThat(peer.sendHex("81 81 00000000 41").readHex(3)).isEqualTo("810141");
    assertThat(peer.sendHex("89 81 00000000 42").readHex(3)).isEqualTo("8a0142");
    byte[] large = new byte[100_000];
    peer.sendHex("82 ff 00000000000186a0 00000000").send(large);
    assertThat(peer.readHex(10)).isEqualTo("827f00000000000186a0");
    assertThat(peer.read(large.length)).isEqualTo(large);
    assertThat(peer.sendHex("88 82 00000000 03e8").readHex(4)).isEqualTo("880203e8");
  }

  @ParameterizedTest
  @EnumSource
  void theClientIsWhomTheProxyNames(Front front) throws Exception {
    serveBehind(front);
    try (var proxy = front.start(folder, server.port());
        var socket = from(CLIENT, proxy.port());
        var peer = RawPeer.over(socket)) {
      peer.send(VALID.replace("Upgrade: ", FORGED + "Upgrade: "));
      assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
      int port = front.tellsPort() ? socket.getLocalPort() : 0;
      assertThat(client()).isEqualTo(new InetSocketAddress(CLIENT, port));
      assertEchoes(peer);
    }
  }

  @ParameterizedTest
  @EnumSource
  void penaltiesAreThoseOfTheClient(Front front) throws Exception {
    serveBehind(front);
    try (var proxy = front.start(folder, server.port())) {
      for (int i = 0; i < 3; i++) {
        assertThat(answer(CLIENT, proxy.port(), BAD_KEY)).startsWith("HTTP/1.1 400 ");
      }
      assertThat(answer(CLIENT, proxy.port(), VALID)).startsWith("HTTP/1.1 429 ");
      assertThat(answer(OTHER, proxy.port(), VALID)).startsWith("HTTP/1.1 101 ");
      assertThat(client().getAddress().getHostAddress()).isEqualTo(OTHER);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NGINX_X_FORWARDED_FOR", "NGINX_FORWARDED", "HAPROXY_X_FORWARDED_FOR"})
  void headersOfAProxyThatIsNotTrustedAreNotBelieved(Front front) throws Exception {
    server = builder().start();
    try (var proxy = front.start(folder, server.port())) {
      assertThat(answer(CLIENT, proxy.port(), VALID)).startsWith("HTTP/1.1 101 ");
      assertThat(client().getAddress().getHostAddress()).isEqualTo("127.0.0.1");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HAPROXY_PROXY_1", "HAPROXY_PROXY_2"})
  void theProxyHeaderOfAProxyThatIsNotTrustedIsNotRead(Front front) throws Exception {
    server = builder().trustedProxies(OTHER).proxyProtocol().start();
    try (var proxy = front.start(folder, server.port())) {
      failures.clear();
      assertThat(answer(CLIENT, proxy.port(), VALID)).startsWith("HTTP/1.1 400 ");
      var failure = failures.next(FailureKind.NOT_HTTP, 400);
      assertThat(((InetSocketAddress) failure.remoteAddress()).getAddress().getHostAddress())
          .isEqualTo("127.0.0.1");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HAPROXY_PROXY_1", "HAPROXY_PROXY_2"})
  void tlsBehindAProxyHeader(Front front) throws Exception {
    server =
        builder()
            .trustedProxies("127.0.0.1")
            .proxyProtocol()
            .tls(TestCertificates.serverContext())
            .start();
    try (var proxy = front.start(folder, server.port());
        var socket = from(CLIENT, proxy.port());
        var secured =
            TestCertificates.clientContext()
                .getSocketFactory()
                .createSocket(socket, "localhost", proxy.port(), true);
        var peer = RawPeer.over(secured)) {
      assertThat(peer.send(VALID).readHead()).startsWith("HTTP/1.1 101 ");
      assertThat(client()).isEqualTo(new InetSocketAddress(CLIENT, socket.getLocalPort()));
      assertEchoes(peer);
    }
  }

  @Test
  void healthChecksAreAnsweredAndNoFailures() throws Exception {
    var checks = new CountDownLatch(10);
    server =
        builder()
            .processRequest(
                (request, peer) -> {
                  if (!request.path().equals("/healthz")) {
                    return null;
                  }
                  checks.countDown();
                  return Response.text(200, "up");
                })
            .start();
    String checked = "check inter 20ms fall 1\n  option httpchk GET /healthz";
    try (var proxy = ProxyProgram.haproxy(folder, server.port(), "http", checked)) {
      assertThat(checks.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(answer(CLIENT, proxy.port(), VALID)).startsWith("HTTP/1.1 101 ");
      assertThat(failures.left()).isZero();
    }
  }
}
