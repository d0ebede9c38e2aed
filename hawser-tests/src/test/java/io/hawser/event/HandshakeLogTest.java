package io.hawser.event;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.hawser.TimeSource;
import io.hawser.handshake.FailureKind;
import io.hawser.policy.LogLevel;
import io.hawser.policy.LogPolicy;
import io.hawser.testkit.ManualClock;
import io.hawser.tests.HandshakeLogLines;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What failed handshakes write, and how often. */
@Timeout(60)
class HandshakeLogTest {
  private final ManualClock clock = new ManualClock();
  private final HandshakeLogLines logged = HandshakeLogLines.at(Level.TRACE);
  private HandshakeLog log = new HandshakeLog(LogPolicy.production(), clock);

  @AfterEach
  void stopCollecting() {
    logged.close();
  }

  // ---- production, kind by kind

  @ParameterizedTest(name = "{0}: {1}, {2}")
  @CsvSource({
    "PROBE, TRACE, each",
    "DISCONNECTED, DEBUG, each",
    "TIMEOUT, INFO, aggregated",
    "TLS_FAILED, DEBUG, each",
    "TLS_ON_PLAIN_PORT, DEBUG, each",
    "NOT_HTTP, DEBUG, each",
    "MALFORMED, DEBUG, each",
    "TOO_LARGE, INFO, aggregated",
    "BODY, DEBUG, each",
    "BAD_HOST, DEBUG, each",
    "METHOD, DEBUG, each",
    "HTTP_VERSION, DEBUG, each",
    "NOT_AN_UPGRADE, DEBUG, each",
    "INVALID_UPGRADE, INFO, aggregated",
    "PROTOCOL_VERSION, DEBUG, each",
    "INVALID_KEY, DEBUG, each",
    "INVALID_HEADER, DEBUG, each",
    "ORIGIN, WARN, aggregated",
    "SUBPROTOCOL, INFO, each",
    "UNAUTHORIZED, WARN, aggregated",
    "NOT_FOUND, DEBUG, each",
    "RATE_LIMITED, INFO, aggregated",
    "OVERLOADED, WARN, aggregated",
    "CLOSING, DEBUG, each",
    "HOOK_FAILED, ERROR, traced",
    "INTERNAL, ERROR, traced",
  })
  void productionLogsEachKindSo(FailureKind kind, String level, String form) throws Exception {
    var cause = form.equals("traced") ? new IllegalStateException("bug") : null;
    for (int i = 0; i < 5; i++) {
      log.failed(Failures.of(kind, cause));
    }
    List<ILoggingEvent> events = written();
    assertThat(events).hasSize(form.equals("each") ? 5 : 1);
    assertThat(events)
        .allSatisfy(
            event -> {
              assertThat(event.getLevel()).hasToString(level);
              assertThat(event.getLoggerName()).isEqualTo("io.hawser.server.handshake");
              assertThat(event.getThrowableProxy() != null).isEqualTo(form.equals("traced"));
              assertThat(event.getFormattedMessage())
                  .isEqualTo(
                      "handshake failed: %s, answered 400, from 192.0.2.1:50000 (ws-7): what was wrong"
                          .formatted(kind));
            });

    logged.events().clear();
    advance(Duration.ofMinutes(1));
    List<String> counts = List.of("INFO handshakes failed within 60 s: 5; " + kind + " 5");
    String more = level + " handshakes failed: 4 more of " + kind;
    written();
    assertThat(logged.lines())
        .isEqualTo(
            form.equals("aggregated")
                ? List.of(more + " within 60 s; most from 192.0.2.1 (4)", counts.getFirst())
                : counts);
  }

  @ParameterizedTest
  @EnumSource
  @SuppressWarnings("deprecation") // filters ask like this
  void eachLineHasItsMarkersAndKeyValues(FailureKind kind) throws Exception {
    log.failed(Failures.of(kind));
    ILoggingEvent event = written().getFirst();
    assertThat(event.getMarkerList())
        .singleElement()
        .hasToString("HANDSHAKE_" + kind + " [ HANDSHAKE_FAILED ]");
    assertThat(event.getMarkerList().getFirst().contains("HANDSHAKE_FAILED")).isTrue();
    assertThat(
            Stream.of("kind", "status", "peer", "id", "path")
                .map(key -> HandshakeLogLines.value(event, key)))
        .containsExactly(kind.name(), 400, "192.0.2.1:50000", "ws-7", "/chat");
  }

  // ---- aggregation

  @Test
  void aSummaryComesOnceAMinuteWithTheThreeBusiestSources() throws Exception {
    for (int i = 0; i < 100; i++) {
      log.failed(
          Failures.from(
              FailureKind.TIMEOUT, "192.0.2." + (i % 10 == 0 ? 1 : i % 2 == 0 ? 2 : i % 3)));
    }
    advance(Duration.ofSeconds(59));
    assertThat(written()).hasSize(1);
    advance(Duration.ofSeconds(1));
    written();
    assertThat(logged.lines().get(1))
        .matches(
            "INFO handshakes failed: 99 more of TIMEOUT within 60 s; most from 192\\.0\\.2\\.2"
                + " \\(\\d+\\), 192\\.0\\.2\\.1 \\(\\d+\\), 192\\.0\\.2\\.0 \\(\\d+\\)");
    assertThat(HandshakeLogLines.value(logged.events().get(1), "count")).isEqualTo(99L);
    assertThat(HandshakeLogLines.value(logged.events().get(1), "kind")).isEqualTo("TIMEOUT");
  }

  @Test
  void noKindThatIsAggregatedHasMoreThanOneLineAMinute() throws Exception {
    for (int second = 0; second < 600; second++) {
      log.failed(Failures.of(FailureKind.ORIGIN));
      advance(Duration.ofSeconds(1));
    }
    written();
    assertThat(logged.events()).filteredOn(event -> event.getLevel() == Level.WARN).hasSize(11);
    assertThat(logged.events()).filteredOn(event -> event.getLevel() == Level.INFO).hasSize(10);
  }

  @Test
  void afterAQuietMinuteTheNextFailureIsTheFirstAgain() throws Exception {
    log.failed(Failures.of(FailureKind.ORIGIN));
    advance(Duration.ofSeconds(60));
    assertThat(clock.pending()).isZero();
    log.failed(Failures.of(FailureKind.ORIGIN));
    assertThat(written()).filteredOn(event -> event.getLevel() == Level.WARN).hasSize(2);
  }

  @Test
  void aKindThatFirstFailsLateInAMinuteStillHasOneLineInTheNext() throws Exception {
    log.failed(Failures.of(FailureKind.PROBE));
    advance(Duration.ofSeconds(59));
    log.failed(Failures.of(FailureKind.ORIGIN));
    advance(Duration.ofSeconds(2));
    log.failed(Failures.of(FailureKind.ORIGIN));
    assertThat(written()).filteredOn(event -> event.getLevel() == Level.WARN).hasSize(1);
    advance(Duration.ofSeconds(59));
    assertThat(written()).filteredOn(event -> event.getLevel() == Level.WARN).hasSize(2);
  }

  @Test
  void aFloodOfAKindThatIsLoggedOneByOneIsSummedUpBeyond20LinesAMinute() throws Exception {
    for (int i = 0; i < 1000; i++) {
      log.failed(Failures.of(FailureKind.SUBPROTOCOL));
    }
    assertThat(written()).hasSize(20);
    advance(Duration.ofMinutes(1));
    written();
    assertThat(logged.lines().get(20))
        .isEqualTo(
            "INFO handshakes failed: 980 more of SUBPROTOCOL within 60 s; most from 192.0.2.1"
                + " (980)");
    for (int i = 0; i < 5; i++) {
      log.failed(Failures.of(FailureKind.SUBPROTOCOL));
    }
    assertThat(written()).hasSize(20 + 2 + 5);
  }

  @Test
  void everyFailureIsInExactlyOneCount() throws Exception {
    var kinds = List.of(FailureKind.values());
    for (int i = 0; i < 10_000; i++) {
      log.failed(Failures.of(kinds.get(i % kinds.size())));
      advance(Duration.ofMillis(17));
    }
    log.end();
    written();
    assertThat(
            logged.events().stream()
                .filter(event -> event.getFormattedMessage().contains("s: "))
                .mapToLong(event -> (Long) HandshakeLogLines.value(event, "count"))
                .sum())
        .isEqualTo(10_000);
    assertThat(clock.pending()).isZero();
  }

  @Test
  void theEndOfTheServerDoesNotLoseWhatWasNotToldYet() throws Exception {
    log.failed(Failures.of(FailureKind.OVERLOADED));
    log.failed(Failures.of(FailureKind.OVERLOADED));
    advance(Duration.ofSeconds(3));
    log.end();
    written();
    assertThat(logged.lines())
        .containsSubsequence(
            "WARN handshakes failed: 1 more of OVERLOADED within 3 s; most from 192.0.2.1 (1)",
            "INFO handshakes failed within 3 s: 2; OVERLOADED 2");
    assertThat(clock.pending()).isZero();
  }

  @Test
  void theCountsOfAMinuteHaveQuietKindsToo() throws Exception {
    try (var atInfo = HandshakeLogLines.at(Level.INFO)) {
      log.failed(Failures.of(FailureKind.PROBE));
      log.failed(Failures.of(FailureKind.NOT_HTTP));
      log.failed(Failures.of(FailureKind.NOT_HTTP));
      advance(Duration.ofMinutes(1));
      written();
      assertThat(atInfo.lines())
          .containsExactly("INFO handshakes failed within 60 s: 3; NOT_HTTP 2, PROBE 1");
    }
  }

  @Test
  void nothingIsWrittenWhileNothingFails() throws Exception {
    advance(Duration.ofHours(1));
    assertThat(written()).isEmpty();
    assertThat(clock.pending()).isZero();
  }

  // ---- traces

  @Test
  void eachDistinctTraceIsLoggedOnceASecond() throws Exception {
    var one = new IllegalStateException("one");
    var other = new IllegalStateException("other");
    for (int i = 0; i < 10; i++) {
      log.failed(Failures.of(FailureKind.HOOK_FAILED, one));
      log.failed(Failures.of(FailureKind.HOOK_FAILED, other));
    }
    assertThat(written()).hasSize(2);
    advance(Duration.ofSeconds(1));
    log.failed(Failures.of(FailureKind.HOOK_FAILED, one));
    assertThat(written()).hasSize(3);
    assertThat(logged.lines().get(2)).endsWith("what was wrong; and 9 times before");
    assertThat(logged.events().get(2).getThrowableProxy().getClassName())
        .isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void tracesAreTheSameWhateverTheirMessagesSay() throws Exception {
    for (int i = 0; i < 10; i++) {
      log.failed(Failures.of(FailureKind.INTERNAL, new IllegalStateException("peer's text " + i)));
    }
    assertThat(written()).hasSize(1);
  }

  @Test
  void tracesThatDifferEveryTimeAreBounded() {
    var limit = new TraceLimit();
    int passed = 0;
    for (int i = 0; i < 10_000; i++) {
      var thrown = new IllegalStateException();
      thrown.setStackTrace(new StackTraceElement[] {new StackTraceElement("A", "b", "A.java", i)});
      passed += limit.pass(thrown, i) >= 0 ? 1 : 0;
    }
    assertThat(passed).isEqualTo(TraceLimit.MOST_TRACES);
  }

  @Test
  void anExceptionThatQuotesAPeerIsShownWithoutSecretsOnOneLine() throws Exception {
    var cause =
        new IllegalArgumentException(
            "For input string: \"query-secret\"\nERROR forged", new Exception("cookie-secret"));
    log.failed(Failures.of(FailureKind.HOOK_FAILED, cause));
    var shown = written().getFirst().getThrowableProxy();
    assertThat(shown.getMessage())
        .isEqualTo(
            "java.lang.IllegalArgumentException: For input string: \"***\"\\u000aERROR forged");
    assertThat(shown.getCause().getMessage()).isEqualTo("java.lang.Exception: ***");
    assertThat(shown.getStackTraceElementProxyArray()[0].getStackTraceElement())
        .isEqualTo(cause.getStackTrace()[0]);
  }

  @Test
  void anExceptionThatCannotBePrintedIsShownAllTheSame() throws Exception {
    var broken =
        new RuntimeException() {
          @Override
          public String getMessage() {
            throw new IllegalStateException("no message");
          }
        };
    log.failed(Failures.of(FailureKind.HOOK_FAILED, broken));
    assertThat(written()).hasSize(1);
  }

  // ---- development

  @ParameterizedTest
  @EnumSource
  void developmentLogsEachFailureWithItsCauseAndItsRequest(FailureKind kind) throws Exception {
    log = new HandshakeLog(LogPolicy.development(), clock);
    for (int i = 0; i < 50; i++) {
      log.failed(Failures.of(kind, new IllegalStateException("no bearer-secret")));
    }
    List<ILoggingEvent> events = written();
    assertThat(events).filteredOn(event -> event.getLevel() == Level.WARN).hasSize(50);
    assertThat(events).filteredOn(event -> event.getLevel() == Level.DEBUG).hasSize(50);
    assertThat(logged.lines().get(0))
        .endsWith(
            "what was wrong; cause: java.lang.IllegalStateException: no ***; request: GET"
                + " /chat?*** HTTP/1.1 {Host: example.com; Origin: https://evil.example;"
                + " User-Agent: a\\u0009b}");
    assertThat(events.get(0).getThrowableProxy()).isNull();
    assertThat(events.get(1).getThrowableProxy()).isNotNull();
    assertThat(clock.pending()).isZero();
  }

  // ---- policies that were changed

  @Test
  void aRaisedLevelIsTheOneThatIsLogged() throws Exception {
    log = new HandshakeLog(LogPolicy.production().with(FailureKind.NOT_HTTP, LogLevel.WARN), clock);
    log.failed(Failures.of(FailureKind.NOT_HTTP));
    assertThat(written()).singleElement().extracting(ILoggingEvent::getLevel).isEqualTo(Level.WARN);
  }

  @Test
  void aKindThatIsOffWritesNothing() throws Exception {
    log = new HandshakeLog(LogPolicy.production().without(FailureKind.ORIGIN), clock);
    for (int i = 0; i < 10; i++) {
      log.failed(Failures.of(FailureKind.ORIGIN));
    }
    advance(Duration.ofMinutes(5));
    assertThat(written()).isEmpty();
  }

  // ---- event loops

  @Test
  void whoeverTellsOfAFailureDoesNotWaitForAClock() throws Exception {
    var released = new CountDownLatch(1);
    var waits = new CountDownLatch(1);
    log =
        new HandshakeLog(
            LogPolicy.production(),
            new TimeSource() {
              @Override
              public long nanos() {
                return 0;
              }

              @Override
              public Alarm after(Duration delay, Runnable alarm) {
                waits.countDown();
                try {
                  released.await();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
                return () -> {};
              }
            });
    try {
      CompletableFuture.runAsync(
              () -> log.failed(Failures.of(FailureKind.ORIGIN)),
              task -> Thread.ofPlatform().start(task))
          .orTimeout(15, TimeUnit.SECONDS)
          .join();
      waits.await();
    } finally {
      released.countDown();
    }
    assertThat(written()).hasSize(1);
  }

  /** Turns the clock once it is set to wake the log, which another thread does. */
  private void advance(Duration duration) throws InterruptedException {
    assertThat(log.awaitWritten(Duration.ofSeconds(20))).isTrue();
    clock.advance(duration);
  }

  private List<ILoggingEvent> written() throws InterruptedException {
    assertThat(log.awaitWritten(Duration.ofSeconds(20))).isTrue();
    return logged.events();
  }
}
