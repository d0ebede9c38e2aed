package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.extension.DeflateSettings;
import io.hawser.handshake.Origins;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.RawPeer;
import io.hawser.tests.BadHandshakes.Case;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each request is answered and what is told of it, over TCP, TLS and Unix-domain sockets; and
 * that the server goes on serving.
 */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadHandshakesTest {
  private final Failures failures = new Failures();
  @TempDir private static Path folder;
  private WebSocketServer plain;
  private WebSocketServer secure;

  @BeforeAll
  void serve() {
    plain = builder().listen("127.0.0.1", 0).listenUnix(folder.resolve("s")).start();
    secure = builder().listen("127.0.0.1", 0).tls(TestCertificates.serverContext()).start();
  }

  private WebSocketServer.Builder builder() {
    return WebSocketServer.builder(ws -> ws.forEach(ws::send))
        .subprotocols("b", "a")
        .compression(DeflateSettings.forServers())
        .origins(
            Origins.builder()
                .allowSameHost()
                .allow("https://good.example")
                .allow(Pattern.compile("https://.*\\.example\\.com"))
                .build())
        .observer(failures);
  }

  @BeforeEach
  void forgetWhatAnotherTestHasLeft() {
    failures.clear();
  }

  @AfterAll
  void close() {
    plain.close();
    secure.close();
  }

  static Stream<Case> cases() {
    return BadHandshakes.all();
  }

  static Stream<Case> casesInsideTls() {
    // what inside TLS looks like TLS is no port confused with another
    return BadHandshakes.all().filter(row -> row.status() != 0);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void overTcp(Case row) throws Exception {
    try (var peer = RawPeer.connect(plain.port())) {
      assertAnswered(row, peer);
    }
    try (var peer = RawPeer.connect(plain.port())) {
      assertEchoes(peer);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void overAUnixSocket(Case row) throws Exception {
    try (var peer = RawPeer.connect(folder.resolve("s"))) {
      assertAnswered(row, peer);
    }
    try (var peer = RawPeer.connect(folder.resolve("s"))) {
      assertEchoes(peer);
    }
  }

  @ParameterizedTest
  @MethodSource("casesInsideTls")
  void overTls(Case row) throws Exception {
    try (var peer = secured()) {
      assertAnswered(row, peer);
    }
    try (var peer = secured()) {
      assertEchoes(peer);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void oneByteAtATime(Case row) throws Exception {
    try (var peer = RawPeer.connect(plain.port())) {
      byte[] request = row.request().getBytes(StandardCharsets.ISO_8859_1);
      // in a few pieces if it is long, for the sake of time
      int step = Math.max(1, request.length / 400);
      for (int at = 0; at < request.length; at += step) {
        try {
          peer.send(Arrays.copyOfRange(request, at, Math.min(at + step, request.length)));
        } catch (UncheckedIOException e) {
          break; // refused before its end
        }
      }
      assertAnswered(new Case(row.name(), "", row.status(), row.kind(), row.header()), peer);
    }
  }

  private RawPeer secured() throws IOException {
    var factory = TestCertificates.clientContext().getSocketFactory();
    return RawPeer.over(factory.createSocket("localhost", secure.port()));
  }

  private void assertAnswered(Case row, RawPeer peer) throws InterruptedException {
    peer.send(row.request());
    if (row.kind() == null) {
      assertThat(peer.readHead())
          .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
          .contains("\r\n" + row.header());
      // a masked Close of 1000
      assertThat(peer.sendHex("88 82 00000000 03e8").readHex(4)).isEqualTo("880203e8");
      return;
    }
    String answer = new String(peer.readToEnd(), StandardCharsets.ISO_8859_1);
    if (row.status() == 0) {
      assertThat(answer).isEmpty();
    } else {
      assertThat(answer)
          .startsWith("HTTP/1.1 " + row.status() + " ")
          .contains(row.header())
          .contains("\r\nDate: ", "\r\nContent-Length: ", "\r\nServer: Hawser\r\n", "close\r\n")
          .doesNotContain("Exception", "8192", "16384", " at io.hawser");
    }
    failures.next(row.kind(), row.status());
  }

  private static void assertEchoes(RawPeer peer) {
    peer.send(RawPeer.VALID_REQUEST);
    assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
    assertThat(peer.sendHex("81 81 00000000 41").readHex(3)).isEqualTo("810141");
  }
}
