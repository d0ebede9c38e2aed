package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.Timeouts;
import io.hawser.handshake.FailureKind;
import io.hawser.observe.HandshakeFailure;
import io.hawser.observe.ServerObserver;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.RawPeer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad handshakes over real sockets: the status on the wire, and the kind the observer is told. */
@Timeout(60)
class RefusalTest {
  private final LinkedBlockingQueue<HandshakeFailure> failures = new LinkedBlockingQueue<>();
  private WebSocketServer server;

  @BeforeEach
  void serve() {
    server =
        WebSocketServer.builder(ws -> ws.send(ws.receive()))
            .listen("127.0.0.1", 0)
            .timeouts(Timeouts.defaults().withOpening(Duration.ofSeconds(2)))
            .observer(
                new ServerObserver() {
                  @Override
                  public void handshakeFailed(HandshakeFailure failure) {
                    failures.add(failure);
                    throw new IllegalStateException("an observer's bug");
                  }
                })
            .start();
  }

  @AfterEach
  void stillServes() {
    try (var peer = RawPeer.open(server.port())) {
      peer.sendHex("81 81 00000000 41");
      assertThat(peer.readHex(3)).isEqualTo("810141");
    }
    server.close();
  }

  static Stream<Arguments> refused() {
    String valid = RawPeer.VALID_REQUEST;
    return Stream.of(
        arguments("SSH", "SSH-2.0-OpenSSH_9.2\r\n", FailureKind.NOT_HTTP, 400),
        arguments("HELO", "HELO x\r\n", FailureKind.NOT_HTTP, 400),
        arguments("POST", valid.replace("GET", "POST"), FailureKind.METHOD, 405),
        arguments("HTTP/1.0", valid.replace("HTTP/1.1", "HTTP/1.0"), FailureKind.HTTP_VERSION, 505),
        arguments(
            "HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", FailureKind.HTTP_VERSION, 505),
        arguments(
            "plain GET",
            "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
            FailureKind.NOT_AN_UPGRADE,
            426),
        arguments(
            "no Connection",
            valid.replace("Connection: Upgrade\r\n", ""),
            FailureKind.INVALID_UPGRADE,
            426),
        arguments("version 8", valid.replace(": 13", ": 8"), FailureKind.PROTOCOL_VERSION, 426),
        arguments("bad key", valid.replace("dGhl", "!!!!"), FailureKind.INVALID_KEY, 400),
        arguments("no Host", valid.replace("Host: localhost\r\n", ""), FailureKind.BAD_HOST, 400),
        arguments(
            "foreign origin",
            valid.replace(
                "Upgrade: websocket", "Upgrade: websocket\r\nOrigin: https://evil.example"),
            FailureKind.ORIGIN,
            403),
        arguments(
            "body",
            valid.replace("Upgrade: websocket", "Upgrade: websocket\r\nContent-Length: 5"),
            FailureKind.BODY,
            400),
        arguments("bare LF", valid.replace("\r\n", "\n"), FailureKind.MALFORMED, 400),
        arguments(
            "long line", "GET /" + "a".repeat(9_000) + " HTTP/1.1\r\n", FailureKind.TOO_LARGE, 414),
        arguments(
            "long header",
            "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(9_000) + "\r\n",
            FailureKind.TOO_LARGE,
            431));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void isAnsweredAndTold(String name, String request, FailureKind kind, int status)
      throws InterruptedException {
    try (var peer = RawPeer.connect(server.port())) {
      peer.send(request);
      String answer = new String(peer.readToEnd(), StandardCharsets.ISO_8859_1);
      assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
      assertThat(answer)
          .contains("Date: ", "Connection: ", "Content-Length: ", "Server: Hawser\r\n")
          .doesNotContain("Exception", "8192", "16384");
    }
    assertTold(kind, status);
  }

  @Test
  void aSilentPeerIsAnsweredAtTheDeadline() throws InterruptedException {
    try (var peer = RawPeer.connect(server.port())) {
      assertThat(new String(peer.readToEnd(), StandardCharsets.ISO_8859_1))
          .startsWith("HTTP/1.1 408 ");
    }
    assertTold(FailureKind.TIMEOUT, 408);
  }

  @Test
  void aPeerThatLeavesWithoutAByteIsAProbe() throws InterruptedException {
    RawPeer.connect(server.port()).close();
    assertTold(FailureKind.PROBE, 0);
  }

  @Test
  void aPeerThatResetsWithoutAByteIsAProbe() throws InterruptedException {
    RawPeer.connect(server.port()).reset();
    assertTold(FailureKind.PROBE, 0);
  }

  @Test
  void aPeerThatLeavesInsideTheHeadIsDisconnected() throws InterruptedException {
    try (var peer = RawPeer.connect(server.port())) {
      peer.send("GET / HTTP/1.1\r\nHos");
    }
    assertTold(FailureKind.DISCONNECTED, 0);
  }

  @Test
  void aClientHelloOnAPlainPortIsRecognisedAtOnce() throws InterruptedException {
    try (var peer = RawPeer.connect(server.port())) {
      peer.sendHex("16 03 01 00 f4 01 00 00 f0 03 03");
      assertThat(peer.readToEnd()).isEmpty();
    }
    assertTold(FailureKind.TLS_ON_PLAIN_PORT, 0);
  }

  private void assertTold(FailureKind kind, int status) throws InterruptedException {
    HandshakeFailure failure = failures.poll(20, TimeUnit.SECONDS);
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.status()).isEqualTo(status);
    assertThat(failure.took()).isPositive();
    assertThat(failure.remoteAddress()).isNotNull();
    assertThat(failures).isEmpty();
  }
}
