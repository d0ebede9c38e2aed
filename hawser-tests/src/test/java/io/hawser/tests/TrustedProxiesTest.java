package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.hawser.WebSocket;
import io.hawser.guard.Guard;
import io.hawser.handshake.FailureKind;
import io.hawser.observe.HandshakeFailure;
import io.hawser.queue.LogLines;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.ManualClock;
import io.hawser.testkit.RawPeer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Whom a server takes a request to be from, behind proxies and without. */
@Timeout(120)
class TrustedProxiesTest {
  private static final String VALID = RawPeer.VALID_REQUEST;
  private static final String BAD_KEY = VALID.replace("dGhl", "!!!!");

  private final Failures failures = new Failures();
  private final LinkedBlockingQueue<WebSocket> opened = new LinkedBlockingQueue<>();
  private WebSocketServer server;

  private void serve(String... proxies) {
    server =
        WebSocketServer.builder(opened::add)
            .listen("127.0.0.1", 0)
            .guard(
                Guard.builder()
                    .limitLoopback()
                    .time(new ManualClock(), new SplittableRandom(1))
                    .build())
            .trustedProxies(proxies)
            .observer(failures)
            .start();
  }

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
  }

  private String answer(String request, String... headers) {
    try (var peer = RawPeer.connect(server.port())) {
      peer.send(with(request, headers));
      return peer.readHead();
    }
  }

  private static String with(String request, String... headers) {
    String more = String.join("\r\n", headers);
    return more.isEmpty() ? request : request.replace("Upgrade: ", more + "\r\nUpgrade: ");
  }

  @Test
  void penaltiesAreThoseOfWhomTheTrustedProxyNames() throws Exception {
    serve("127.0.0.0/8", "10.0.0.0/8");
    for (int i = 0; i < 20; i++) {
      assertThat(answer(BAD_KEY, "X-Forwarded-For: 192.0.2." + i + ", 203.0.113.7"))
          .startsWith("HTTP/1.1 400 ");
    }

    assertThat(answer(VALID, "X-Forwarded-For: 203.0.113.7")).startsWith("HTTP/1.1 429 ");
    assertThat(answer(VALID, "X-Forwarded-For: 192.0.2.1, 203.0.113.7, 10.0.0.1"))
        .startsWith("HTTP/1.1 429 ");
    assertThat(answer(VALID, "Forwarded: for=\"203.0.113.7:1234\"")).startsWith("HTTP/1.1 429 ");
    assertThat(answer(VALID, "X-Forwarded-For: 203.0.113.8")).startsWith("HTTP/1.1 101 ");
    assertThat(answer(VALID)).startsWith("HTTP/1.1 101 ");
  }

  @Test
  void addressIsTheOneThatTheProxyNames() throws Exception {
    serve("127.0.0.1");
    assertThat(answer(BAD_KEY, "Forwarded: for=\"[2001:db8::7]:4711\";proto=https"))
        .startsWith("HTTP/1.1 400 ");
    HandshakeFailure failure = failures.next(FailureKind.INVALID_KEY, 400);
    assertThat(failure.remoteAddress()).isEqualTo(new InetSocketAddress("2001:db8::7", 4711));
    assertThat(((InetSocketAddress) failure.socketAddress()).getHostString())
        .isEqualTo("127.0.0.1");

    assertThat(answer(VALID, "X-Forwarded-For: 203.0.113.7")).startsWith("HTTP/1.1 101 ");
    assertThat(opened.poll(20, TimeUnit.SECONDS).remoteAddress())
        .isEqualTo(new InetSocketAddress("203.0.113.7", 0));
  }

  @Test
  void contradictionIsASourceOfItsOwn() {
    serve("127.0.0.1");
    for (int i = 0; i < 20; i++) {
      answer(BAD_KEY, "Forwarded: for=203.0.113.7", "X-Forwarded-For: 203.0.113.8");
    }

    assertThat(answer(VALID, "Forwarded: for=198.51.100.1", "X-Forwarded-For: garbage"))
        .startsWith("HTTP/1.1 429 ");
    assertThat(answer(VALID, "Forwarded: for=unknown")).startsWith("HTTP/1.1 429 ");
    assertThat(answer(VALID, "X-Forwarded-For: 203.0.113.7")).startsWith("HTTP/1.1 101 ");
    assertThat(answer(VALID, "X-Forwarded-For: 203.0.113.8")).startsWith("HTTP/1.1 101 ");
    assertThat(answer(VALID)).startsWith("HTTP/1.1 101 ");
  }

  @Test
  void headersOfOthersAreNeverBelieved() throws Exception {
    serve("10.0.0.0/8");
    answer(BAD_KEY, "X-Forwarded-For: 203.0.113.7");

    HandshakeFailure failure = failures.next(FailureKind.INVALID_KEY, 400);
    assertThat(failure.remoteAddress()).isEqualTo(failure.socketAddress());
  }

  @Test
  void proxyThatNobodyConfiguredIsNotLimitedAndWarnedOfOnce() throws Exception {
    var log = (Logger) LoggerFactory.getLogger("io.hawser.server");
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    log.addAppender(lines);
    try {
      serve();
      for (int i = 0; i < 30; i++) {
        assertThat(answer(BAD_KEY, "X-Forwarded-For: 203.0.113.7")).startsWith("HTTP/1.1 400 ");
      }
      assertThat(answer(VALID)).startsWith("HTTP/1.1 101 ");
      assertThat(LogLines.awaitWritten(Duration.ofSeconds(20))).isTrue();
    } finally {
      log.detachAppender(lines);
    }
    assertThat(lines.list)
        .filteredOn(line -> line.getFormattedMessage().contains("trustedProxies"))
        .hasSize(1);
  }

  @Test
  void sourceThatSendsNoSuchHeaderIsLimited() {
    serve();
    for (int i = 0; i < 20; i++) {
      answer(BAD_KEY);
    }

    assertThat(answer(VALID)).startsWith("HTTP/1.1 429 ");
  }

  @Test
  void originIsComparedWithTheHostThatTheTrustedProxyWasAskedFor() {
    serve("127.0.0.1");
    String origin = "Origin: https://example.com";

    assertThat(answer(VALID, origin, "X-Forwarded-Host: example.com")).startsWith("HTTP/1.1 101 ");
    assertThat(answer(VALID, origin, "Forwarded: for=203.0.113.7;host=example.com"))
        .startsWith("HTTP/1.1 101 ");
    assertThat(answer(VALID, origin, "X-Forwarded-Host: example.org")).startsWith("HTTP/1.1 403 ");
    assertThat(answer(VALID, origin, "X-Forwarded-Host: a, example.com"))
        .startsWith("HTTP/1.1 403 ");
    assertThat(answer(VALID, origin)).startsWith("HTTP/1.1 403 ");
  }

  @Test
  void originIsComparedWithHostWhereTheProxyIsNotTrusted() {
    serve();

    assertThat(answer(VALID, "Origin: https://example.com", "X-Forwarded-Host: example.com"))
        .startsWith("HTTP/1.1 403 ");
  }

  @Test
  void nonsenseIsRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebSocketServer.builder(ws -> {}).trustedProxies("10.0.0.0/40"))
        .withMessage("trustedProxies: 10.0.0.0/40; its prefix must be from 0 to 32");
  }
}
