package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.turbo.MarkerFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.hawser.Timeouts;
import io.hawser.client.WebSocketClient;
import io.hawser.handshake.FailureKind;
import io.hawser.observe.HandshakeFailure;
import io.hawser.observe.ServerObserver;
import io.hawser.observe.ServerStats;
import io.hawser.policy.LogLevel;
import io.hawser.policy.LogPolicy;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.RawPeer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MarkerFactory;

/** What a server writes, and counts, when real peers fail; {@code close()} waits for it. */
@Timeout(60)
class HandshakeLoggingTest {
  private static final String VALID = RawPeer.VALID_REQUEST;

  private final Queue<HandshakeFailure> failures = new ConcurrentLinkedQueue<>();

  static Stream<Arguments> kinds() {
    return Stream.of(
        arguments("SSH-2.0-OpenSSH_9.2\r\n", "NOT_HTTP", "DEBUG", 400),
        arguments("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "NOT_AN_UPGRADE", "DEBUG", 426),
        arguments(VALID.replace("GET", "POST"), "METHOD", "DEBUG", 405),
        arguments(VALID.replace("Connection: Upgrade\r\n", ""), "INVALID_UPGRADE", "INFO", 426),
        arguments(VALID.replace("\r\n\r\n", "\r\nOrigin: http://b\r\n\r\n"), "ORIGIN", "WARN", 403),
        arguments("GET /" + "a".repeat(9_000) + " HTTP/1.1\r\n", "TOO_LARGE", "INFO", 414),
        arguments("", "TIMEOUT", "INFO", 408));
  }

  @ParameterizedTest(name = "{1}: {2}")
  @MethodSource("kinds")
  void eachKindIsLoggedAtItsLevel(String sent, String kind, String level, int status) {
    try (var logged = HandshakeLogLines.at(Level.TRACE)) {
      fail(LogPolicy.production(), sent);
      assertThat(logged.events()).hasSize(2);
      ILoggingEvent event = logged.events().getFirst();
      assertThat(event.getLevel()).hasToString(level);
      assertThat(event.getFormattedMessage())
          .startsWith("handshake failed: " + kind + ", answered " + status + ", from 127.0.0.1:");
      assertThat(HandshakeLogLines.value(event, "kind")).isEqualTo(kind);
      assertThat(HandshakeLogLines.value(event, "status")).isEqualTo(status);
      assertThat(logged.lines().get(1))
          .matches("INFO handshakes failed within \\d+ s: 1; " + kind + " 1");
    }
  }

  @Test
  void aRefusedOriginIsToldWithTheHostAndWhatWouldAdmitIt() {
    try (var logged = HandshakeLogLines.at(Level.INFO)) {
      fail(
          LogPolicy.production(),
          VALID.replace("\r\n\r\n", "\r\nOrigin: https://evil.example\r\n\r\n"));
      assertThat(logged.lines().getFirst())
          .startsWith("WARN ")
          .contains("origin https://evil.example", "host localhost")
          .contains("Origins.Builder.allow(\"https://evil.example\")");
    }
  }

  // ---- filters

  @Test
  void aFilterByMarkerDropsOneKindOnly() {
    try (var logged = HandshakeLogLines.at(Level.DEBUG)) {
      withFilter(
          "HANDSHAKE_METHOD",
          FilterReply.DENY,
          () -> {
            fail(LogPolicy.production(), VALID.replace("GET", "POST"));
            fail(LogPolicy.production(), "HELO x\r\n");
          });
      assertThat(logged.events())
          .filteredOn(event -> event.getLevel() == Level.DEBUG)
          .singleElement()
          .satisfies(e -> assertThat(HandshakeLogLines.value(e, "kind")).isEqualTo("NOT_HTTP"));
    }
  }

  @Test
  void aFilterByTheMarkerOfAllDropsAll() {
    try (var logged = HandshakeLogLines.at(Level.DEBUG)) {
      withFilter(
          "HANDSHAKE_FAILED", FilterReply.DENY, () -> fail(LogPolicy.production(), "HELO x\r\n"));
      assertThat(logged.events()).isEmpty();
    }
  }

  @Test
  void aFilterByMarkerRaisesWhatTheLoggerWouldNotWrite() {
    try (var logged = HandshakeLogLines.at(Level.INFO)) {
      withFilter(
          "HANDSHAKE_NOT_HTTP",
          FilterReply.ACCEPT,
          () -> fail(LogPolicy.production(), "HELO x\r\n"));
      assertThat(logged.lines().getFirst()).startsWith("DEBUG handshake failed: NOT_HTTP");
    }
  }

  @Test
  void theConfigurationInTheDocumentationFiltersOneKind() throws Exception {
    Path page = Path.of("..", "docs", "howto", "log-handshakes.md");
    String xml = MarkdownPage.read(page).blocks("xml").getFirst().text();
    var context = new LoggerContext();
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    Logger logger = context.getLogger("io.hawser.server.handshake");
    assertThat(logger.isWarnEnabled(MarkerFactory.getMarker("HANDSHAKE_ORIGIN"))).isFalse();
    assertThat(logger.isWarnEnabled(MarkerFactory.getMarker("HANDSHAKE_TIMEOUT"))).isTrue();
    context.stop();
  }

  // ---- policies

  @Test
  void aRaisedLevelIsUsed() {
    try (var logged = HandshakeLogLines.at(Level.WARN)) {
      fail(LogPolicy.production().with(FailureKind.NOT_HTTP, LogLevel.WARN), "HELO x\r\n");
      assertThat(logged.lines()).hasSize(1).first().asString().startsWith("WARN ");
    }
  }

  @Test
  void aSilentLogDoesNotStopTheFigures() {
    try (var logged = HandshakeLogLines.at(Level.TRACE)) {
      ServerStats stats = fail(LogPolicy.silent(), "HELO x\r\n");
      assertThat(stats.failed(FailureKind.NOT_HTTP)).isEqualTo(1);
      assertThat(logged.events()).isEmpty();
    }
  }

  // ---- figures

  @Test
  void figuresTellWhatHappened() {
    try (var quiet = HandshakeLogLines.at(Level.OFF);
        var server = serve(LogPolicy.production())) {
      for (int i = 0; i < 3; i++) {
        send(server, "HELO x\r\n");
      }
      try (var pending = RawPeer.connect(server.port());
          var ws = WebSocketClient.connect("ws://127.0.0.1:" + server.port() + "/")) {
        pending.send("GET / ");
        // the 101 is on its way before it is counted
        ws.ping();
        ServerStats stats = server.stats();
        assertThat(stats.opened()).isEqualTo(1);
        assertThat(stats.open()).isEqualTo(1);
        assertThat(stats.failed()).isEqualTo(3);
        assertThat(stats.failedByKind()).containsOnlyKeys(FailureKind.NOT_HTTP);
        assertThat(stats.answered()).containsEntry(101, 1L).containsEntry(400, 3L).hasSize(2);
        assertThat(stats.handshakesPerMinute()).isEqualTo(4);
        assertThat(stats.failedShare()).isEqualTo(0.75);
        assertThat(stats.pending()).isBetween(0L, 1L);
        assertThat(stats.timeToOpen().count()).isEqualTo(1);
        assertThat(stats.timeToOpen().percentile(0.99)).isPositive();
        assertThat(quiet.events()).isEmpty();
      }
      server.close();
      assertThat(server.stats().pending()).isZero();
      assertThat(server.stats().open()).isZero();
    }
  }

  // ---- secrets

  static Stream<Arguments> secrets() {
    String secret = "s3cr3t-value";
    String cookies = "Cookie: sid=" + secret + "\r\n";
    return Stream.of(
        arguments("query", VALID.replace("GET /", "GET /a?token=" + secret).replace("13", "8")),
        arguments(
            "absolute target", VALID.replace("GET /", "GET http://u:" + secret + "@h/?" + secret)),
        arguments("bad target", VALID.replace("GET /", "GET /a?b=" + secret + "#c")),
        arguments("cookie", VALID.replace("Upgrade: ", cookies + "Upgrade: x")),
        arguments(
            "authorization",
            VALID.replace("Upgrade: ", "Authorization: Bearer " + secret + "\r\nUpgrade: x")),
        arguments(
            "proxy",
            VALID.replace("Upgrade: ", "Proxy-Authorization: " + secret + "\r\nUpgrade: x")),
        arguments(
            "folded",
            VALID.replace("Upgrade: ", "Authorization: a\r\n " + secret + "\r\nUpgrade: ")),
        arguments(
            "space before colon",
            VALID.replace("Upgrade: ", "Cookie : " + secret + "\r\nUpgrade: ")),
        arguments("bare LF", VALID.replace("Upgrade: ", "Cookie: a\n" + secret + "\r\nUpgrade: ")),
        arguments(
            "origin with a query",
            VALID.replace("Upgrade: ", "Origin: https://a/?t=" + secret + "\r\nUpgrade: ")),
        arguments(
            "origin with a user",
            VALID.replace("Upgrade: ", "Origin: https://u:" + secret + "@a\r\nUpgrade: ")),
        arguments("host with a user", VALID.replace("localhost", "http://u:" + secret + "@a")),
        arguments(
            "extensions",
            VALID.replace(
                "Upgrade: ", "Sec-WebSocket-Extensions: http://a/?" + secret + "\r\nUpgrade: ")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("secrets")
  void noSecretIsLogged(String place, String request) {
    for (LogPolicy policy : List.of(LogPolicy.production(), LogPolicy.development())) {
      failures.clear();
      try (var logged = HandshakeLogLines.at(Level.TRACE)) {
        fail(policy, request);
        assertThat(logged.events()).isNotEmpty();
        assertThat(logged.lines()).noneMatch(line -> line.contains("s3cr3t"));
        assertThat(logged.events())
            .allSatisfy(
                e -> assertThat(String.valueOf(e.getKeyValuePairs())).doesNotContain("s3cr3t"))
            .filteredOn(event -> event.getThrowableProxy() != null)
            .noneMatch(event -> event.getThrowableProxy().getMessage().contains("s3cr3t"));
      }
      assertThat(failures)
          .singleElement()
          .satisfies(
              failure -> {
                assertThat(failure.detail()).doesNotContain("s3cr3t");
                assertThat(String.valueOf(failure.cause())).doesNotContain("s3cr3t");
              });
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void aHookThatThrowsWhatThePeerSentTellsNoSecretAndForgesNoLine(boolean development) {
    try (var logged = HandshakeLogLines.at(Level.TRACE)) {
      try (var server =
          builder(development ? LogPolicy.development() : LogPolicy.production())
              .processRequest(
                  (request, peer) -> {
                    throw new IllegalStateException(
                        "no "
                            + request.query()
                            + "\r\nERROR forged "
                            + request.headers().first("Authorization"));
                  })
              .start()) {
        send(
            server,
            VALID
                .replace("GET /", "GET /?a=s3cr3t-a")
                .replace("Upgrade: ", "Authorization: s3cr3t-b\r\nUpgrade: "));
      }
      assertThat(logged.lines())
          .isNotEmpty()
          .noneMatch(line -> line.contains("s3cr3t") || line.contains("\n"));
      assertThat(logged.events())
          .filteredOn(event -> event.getThrowableProxy() != null)
          .isNotEmpty()
          .noneMatch(event -> event.getThrowableProxy().getMessage().contains("s3cr3t"))
          .noneMatch(event -> event.getThrowableProxy().getMessage().contains("\n"));
    }
  }

  // ----

  private ServerStats fail(LogPolicy policy, String sent) {
    try (var server = serve(policy)) {
      send(server, sent);
      return server.stats();
    }
  }

  private static void send(WebSocketServer server, String sent) {
    try (var peer = RawPeer.connect(server.port())) {
      peer.send(sent);
      peer.readToEnd();
    }
  }

  private WebSocketServer serve(LogPolicy policy) {
    return builder(policy).start();
  }

  private WebSocketServer.Builder builder(LogPolicy policy) {
    return WebSocketServer.builder(ws -> ws.receive())
        .listen("127.0.0.1", 0)
        .timeouts(Timeouts.defaults().withOpening(Duration.ofSeconds(5)))
        .logPolicy(policy)
        .observer(
            new ServerObserver() {
              @Override
              public void handshakeFailed(HandshakeFailure failure) {
                failures.add(failure);
              }
            });
  }

  private static void withFilter(String marker, FilterReply reply, Runnable task) {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    var filter = new MarkerFilter();
    filter.setContext(context);
    filter.setMarker(marker);
    filter.setOnMatch(reply.name());
    filter.start();
    context.addTurboFilter(filter);
    try {
      task.run();
    } finally {
      context.getTurboFilterList().remove(filter);
    }
  }
}
