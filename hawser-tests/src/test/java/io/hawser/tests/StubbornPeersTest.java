package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.hawser.Timeouts;
import io.hawser.handshake.FailureKind;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.ManualClock;
import io.hawser.testkit.RawPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Peers that never get as far as a request, or do not take no for an answer. */
@Timeout(60)
class StubbornPeersTest {
  private final Failures failures = new Failures();
  private final ManualClock clock = new ManualClock();
  private WebSocketServer server;

  private WebSocketServer.Builder builder() {
    return WebSocketServer.builder(ws -> ws.forEach(ws::send))
        .listen("127.0.0.1", 0)
        .threads(1)
        .observer(failures);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aThousandProbesAreCountedAndNotLogged() throws Exception {
    server = builder().start();
    var logged = new LinkedBlockingQueue<ILoggingEvent>();
    var appender =
        new AppenderBase<ILoggingEvent>() {
          @Override
          protected void append(ILoggingEvent event) {
            logged.add(event);
          }
        };
    var logger = (Logger) LoggerFactory.getLogger("io.hawser");
    appender.start();
    logger.addAppender(appender);
    try {
      for (int i = 0; i < 1000; i++) {
        RawPeer.connect(server.port()).close();
      }
      for (int i = 0; i < 1000; i++) {
        failures.next(FailureKind.PROBE, 0);
      }
    } finally {
      logger.detachAppender(appender);
    }
    assertThat(logged).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.INFO));
    assertServes();
  }

  @Test
  void whoSendsAByteNowAndThenIsOutOfTimeAtTheSameDeadline() throws Exception {
    server =
        builder()
            .time(clock, new Random(1))
            .timeouts(Timeouts.defaults().withOpening(Duration.ofSeconds(10)))
            .start();
    try (var dripping = RawPeer.connect(server.port());
        var silent = RawPeer.connect(server.port())) {
      for (byte b : "GET / HTT".getBytes(StandardCharsets.US_ASCII)) {
        dripping.send(new byte[] {b});
        assertServes(); // by then that byte has been read, too
        clock.advance(Duration.ofSeconds(1));
      }
      assertThat(failures.left()).isZero();
      clock.advance(Duration.ofMillis(1500));
      assertThat(text(dripping.readToEnd())).startsWith("HTTP/1.1 408 ");
      assertThat(text(silent.readToEnd())).startsWith("HTTP/1.1 408 ");
    }
    failures.next(FailureKind.TIMEOUT, 408);
    failures.next(FailureKind.TIMEOUT, 408);
  }

  @Test
  void endlessHeadersAreCutOff() throws Exception {
    server = builder().start();
    boolean cut = false;
    try (var peer = RawPeer.connect(server.port())) {
      peer.send("GET / HTTP/1.1\r\nA: ");
      byte[] more = new byte[64 * 1024];
      Arrays.fill(more, (byte) 'a');
      while (!cut) {
        try {
          peer.send(more);
        } catch (UncheckedIOException e) {
          cut = true;
        }
      }
    }
    failures.next(FailureKind.TOO_LARGE, 431);
    assertServes();
  }

  @Test
  void aRefusedPeerThatStaysIsCutAfterALinger() throws Exception {
    server = builder().start();
    try (var peer = RawPeer.connect(server.port())) {
      peer.send("SSH-2.0-x\r\n");
      assertThat(text(peer.readToEnd())).startsWith("HTTP/1.1 400 ");
      failures.next(FailureKind.NOT_HTTP, 400);
      // what it goes on to send is taken for a second; then there is nobody any more
      boolean cut = false;
      while (!cut) {
        try {
          peer.send("and on\r\n");
          Thread.onSpinWait();
        } catch (UncheckedIOException e) {
          cut = true;
        }
      }
    }
    assertServes();
  }

  @Test
  void aHeaderOfSpacesIsReadInLinearTime() throws Exception {
    server = builder().start();
    String value = "a" + " ".repeat(8000) + "b";
    for (String name : new String[] {"Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions"}) {
      try (var peer = RawPeer.connect(server.port())) {
        peer.send(
            RawPeer.VALID_REQUEST.replace("\r\n\r\n", "\r\n" + name + ": " + value + "\r\n\r\n"));
        assertThat(text(peer.readToEnd())).startsWith("HTTP/1.1 400 ");
      }
      failures.next(FailureKind.INVALID_HEADER, 400);
    }
  }

  @Test
  void mutatedTlsHandshakesHurtNobody() throws Exception {
    server =
        builder()
            .tls(TestCertificates.serverContext())
            .timeouts(Timeouts.defaults().withOpening(Duration.ofSeconds(3)))
            .start();
    byte[] hello = clientHello();
    var random = new Random(20261121);
    for (int i = 0; i < 300; i++) {
      byte[] mutant = hello.clone();
      for (int n = random.nextInt(4); n >= 0; n--) {
        mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
      }
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        socket.getOutputStream().write(mutant, 0, random.nextInt(mutant.length + 1));
        socket.shutdownOutput();
        socket.setSoTimeout(10_000);
        socket.getInputStream().readAllBytes();
      } catch (IOException e) {
        // reset
      }
    }
    try (var peer = RawPeer.connect(server.port())) {
      // a record of the largest length there is, of which nothing comes but zeros
      peer.sendHex("16 03 01 ff ff").send(new byte[4000]);
      peer.readToEnd();
    }
    var factory = TestCertificates.clientContext().getSocketFactory();
    try (var peer = RawPeer.over(factory.createSocket("localhost", server.port()))) {
      assertEchoes(peer);
    }
  }

  private static byte[] clientHello() throws SSLException {
    SSLEngine engine = TestCertificates.clientContext().createSSLEngine("localhost", 443);
    engine.setUseClientMode(true);
    var record = ByteBuffer.allocate(20_000);
    engine.wrap(ByteBuffer.allocate(0), record);
    byte[] hello = new byte[record.flip().remaining()];
    record.get(hello);
    assertThat(HexFormat.of().formatHex(hello)).startsWith("1603");
    return hello;
  }

  private void assertServes() {
    try (var peer = RawPeer.connect(server.port())) {
      assertEchoes(peer);
    }
  }

  private static void assertEchoes(RawPeer peer) {
    peer.send(RawPeer.VALID_REQUEST);
    assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
    assertThat(peer.sendHex("81 81 00000000 41").readHex(3)).isEqualTo("810141");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
