package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.hawser.Timeouts;
import io.hawser.WebSocket;
import io.hawser.guard.Guard;
import io.hawser.handshake.FailureKind;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.ManualClock;
import io.hawser.testkit.RawPeer;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The PROXY protocol in front of plain connections and of TLS, over real sockets. */
@Timeout(120)
class ProxyProtocolTest {
  private static final String VALID = RawPeer.VALID_REQUEST;
  private static final String BAD_KEY = VALID.replace("dGhl", "!!!!");
  private static final String LINE = "PROXY TCP4 203.0.113.7 10.0.0.1 4711 443\r\n";
  private static final byte[] BINARY =
      HexFormat.of()
          .parseHex(
              "0d0a0d0a000d0a515549540a" + "2111000f" + "cb0071070a000001126701bb" + "040000");

  private final Failures failures = new Failures();
  private final ManualClock clock = new ManualClock();
  private final LinkedBlockingQueue<WebSocket> opened = new LinkedBlockingQueue<>();
  private WebSocketServer server;

  private WebSocketServer.Builder builder() {
    return WebSocketServer.builder(opened::add)
        .listen("127.0.0.1", 0)
        .threads(1)
        .trustedProxies("127.0.0.1")
        .proxyProtocol()
        .guard(Guard.builder().limitLoopback().time(clock, new SplittableRandom(1)).build())
        .timeouts(Timeouts.defaults().withOpening(Duration.ofSeconds(60)))
        .observer(failures);
  }

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
  }

  private RawPeer connect() {
    return RawPeer.connect(server.port());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private WebSocket opened() throws InterruptedException {
    return opened.poll(20, TimeUnit.SECONDS);
  }

  @Test
  void versionOneNamesTheClient() throws Exception {
    server = builder().start();
    try (var peer = connect().send(LINE + VALID)) {
      assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
      assertThat(opened().remoteAddress()).isEqualTo(new InetSocketAddress("203.0.113.7", 4711));
    }
  }

  @Test
  void versionTwoNamesTheClient() throws Exception {
    server = builder().start();
    try (var peer = connect().send(BINARY).send(VALID)) {
      assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
      assertThat(opened().remoteAddress()).isEqualTo(new InetSocketAddress("203.0.113.7", 4711));
    }
  }

  @Test
  void headerMayComeByteByByte() throws Exception {
    server = builder().start();
    try (var peer = connect()) {
      for (byte b : BINARY) {
        peer.send(new byte[] {b});
      }
      peer.send(VALID);
      assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
      assertThat(opened().remoteAddress()).isEqualTo(new InetSocketAddress("203.0.113.7", 4711));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {LINE, "binary"})
  void headerPrecedesTls(String header) throws Exception {
    server = builder().tls(TestCertificates.serverContext()).start();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(header.equals(LINE) ? ascii(LINE) : BINARY);
      var tls =
          TestCertificates.clientContext()
              .getSocketFactory()
              .createSocket(socket, "localhost", server.port(), true);
      tls.setSoTimeout(20_000);
      tls.getOutputStream().write(ascii(VALID));
      assertThat(new String(tls.getInputStream().readNBytes(13), StandardCharsets.ISO_8859_1))
          .isEqualTo("HTTP/1.1 101 ");
      assertThat(opened().remoteAddress()).isEqualTo(new InetSocketAddress("203.0.113.7", 4711));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PROXY UNKNOWN\r\n", "local"})
  void proxyThatSpeaksForItselfIsThePeer(String header) throws Exception {
    server = builder().start();
    byte[] local = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a" + "20000000");
    try (var peer = connect().send(header.equals("local") ? local : ascii(header)).send(VALID)) {
      assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
      assertThat(((InetSocketAddress) opened().remoteAddress()).getHostString())
          .isEqualTo("127.0.0.1");
    }
  }

  @Test
  void absenceIsMalformed() throws Exception {
    server = builder().start();
    try (var peer = connect().send(VALID)) {
      assertThat(new String(peer.readToEnd(), StandardCharsets.ISO_8859_1))
          .startsWith("HTTP/1.1 400 ")
          .endsWith("A PROXY header is expected here.\n");
    }
    failures.next(FailureKind.MALFORMED, 400);
  }

  @Test
  void brokenHeaderIsMalformed() throws Exception {
    server = builder().start();
    try (var peer = connect().send("PROXY TCP4 1 2 3 4\r\n" + VALID)) {
      assertThat(new String(peer.readToEnd(), StandardCharsets.ISO_8859_1))
          .startsWith("HTTP/1.1 400 ");
    }
    failures.next(FailureKind.MALFORMED, 400);
  }

  @Test
  void absenceBeforeTlsIsMalformedAndNotAnswered() throws Exception {
    server = builder().tls(TestCertificates.serverContext()).start();
    try (var peer = connect().sendHex("16 03 01 00 f4 01 00")) {
      assertThat(peer.readToEnd()).isEmpty();
    }
    failures.next(FailureKind.MALFORMED, 0);
  }

  @Test
  void headerCountsInTheOpeningDeadline() throws Exception {
    server = builder().timeouts(Timeouts.defaults().withOpening(Duration.ofSeconds(1))).start();
    try (var peer = connect().send("PROXY TCP4 ")) {
      assertThat(new String(peer.readToEnd(), StandardCharsets.ISO_8859_1))
          .startsWith("HTTP/1.1 408 ");
    }
    failures.next(FailureKind.TIMEOUT, 408);
  }

  @Test
  void leavingWithoutAByteIsAProbeAndInsideTheHeaderIsDisconnected() throws Exception {
    server = builder().start();
    connect().close();
    failures.next(FailureKind.PROBE, 0);
    try (var peer = connect().send("PROXY TC")) {
      peer.endOutput();
      peer.readToEnd();
    }
    failures.next(FailureKind.DISCONNECTED, 0);
  }

  @Test
  void othersAreServedAndTheirHeaderIsNotRead() throws Exception {
    server = builder().trustedProxies("10.0.0.0/8").start();
    try (var peer = connect().send(VALID)) {
      assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
    }
    try (var peer = connect().send(LINE + VALID)) {
      assertThat(peer.readHead()).startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void penaltiesAreThoseOfWhomTheProxyNames() throws Exception {
    server = builder().start();
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 20; i++) {
        try (var peer = connect().send(LINE + BAD_KEY)) {
          assertThat(peer.readHead()).startsWith("HTTP/1.1 400 ");
        }
        failures.next(FailureKind.INVALID_KEY, 400);
      }
      if (round == 0) {
        clock.advance(Duration.ofSeconds(60));
      }
    }
    // closed behind the header, before the request
    try (var peer = connect().send(BINARY)) {
      assertThat(peer.readToEnd()).isEmpty();
    }
    failures.next(FailureKind.RATE_LIMITED, 0);
    try (var peer = connect().send(LINE.replace(".7 ", ".8 ") + VALID)) {
      assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
    }
  }

  @Test
  void forwardedCountsBehindAProxyThatIsNamedAndTrusted() throws Exception {
    server = builder().trustedProxies("127.0.0.1", "203.0.113.7").start();
    var request = new ByteArrayOutputStream();
    request.writeBytes(BINARY);
    request.writeBytes(
        ascii(VALID.replace("Upgrade: ", "X-Forwarded-For: 198.51.100.9\r\nUpgrade: ")));
    try (var peer = connect().send(request.toByteArray())) {
      assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
      assertThat(opened().remoteAddress()).isEqualTo(new InetSocketAddress("198.51.100.9", 0));
    }
  }

  @Test
  void withoutTrustedProxiesItMakesNoSense() {
    assertThatIllegalStateException()
        .isThrownBy(
            () -> WebSocketServer.builder(ws -> {}).listen("127.0.0.1", 0).proxyProtocol().start())
        .withMessageContaining("trustedProxies");
  }
}
