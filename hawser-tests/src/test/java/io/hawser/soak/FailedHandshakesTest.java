package io.hawser.soak;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.hawser.handshake.FailureKind;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.RawPeer;
import io.hawser.tests.Knocks;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.slf4j.LoggerFactory;

/** What is left of a hundred thousand handshakes that failed: exact counters, and little else. */
@Tag("proof")
class FailedHandshakesTest {
  private static final int HANDSHAKES = Integer.getInteger("soak.handshakes", 100_000);
  private static final int WARM_UP = 5000;
  private static final int THREADS = 4;

  private static final long NOISE_FILES = 5;
  private static final long NOISE_BYTES = 8 * 1024 * 1024;
  private static final int MOST_LINES = 200;

  private final Map<FailureKind, LongAdder> expected = new ConcurrentHashMap<>();

  @Test
  void nothingIsLeftOfThemButCounters(TestReporter report) throws Exception {
    var lines = new LongAdder();
    var appender =
        new AppenderBase<ILoggingEvent>() {
          @Override
          protected void append(ILoggingEvent event) {
            lines.increment();
          }
        };
    var logger = (Logger) LoggerFactory.getLogger("io.hawser");
    appender.start();
    logger.addAppender(appender);
    logger.setLevel(Level.INFO);
    try (var plain = WebSocketServer.serve("127.0.0.1", 0, ws -> ws.forEach(ws::send));
        var secure =
            WebSocketServer.builder(ws -> ws.forEach(ws::send))
                .listen("127.0.0.1", 0)
                .tls(Knocks.tls())
                .start()) {
      knock(plain, secure, WARM_UP);
      Footprint before = Footprint.take();
      knock(plain, secure, HANDSHAKES);
      Footprint after = Footprint.take();
      report.publishEntry(
          "failed handshakes",
          "%d; %d lines logged; before %s; after %s"
              .formatted(HANDSHAKES, lines.sum(), before, after));

      assertThat(after.files()).isLessThanOrEqualTo(before.files() + NOISE_FILES);
      assertThat(after.heapBytes()).isLessThanOrEqualTo(before.heapBytes() + NOISE_BYTES);
      assertThat(after.threads())
          .filteredOn(
              name -> !name.equals("hawser-log")) // comes and goes with what there is to log
          .isSubsetOf(before.threads());
      assertThat(lines.sum()).isLessThan(MOST_LINES);
      assertServes(plain);
    } finally {
      logger.setLevel(null);
      logger.detachAppender(appender);
    }
  }

  private void knock(WebSocketServer plain, WebSocketServer secure, int times) throws Exception {
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        int first = t;
        Callable<Void> task =
            () -> {
              for (int i = first; i < times; i += THREADS) {
                FailureKind kind = Knocks.number(i, plain.port(), secure.port());
                expected.computeIfAbsent(kind, key -> new LongAdder()).increment();
              }
              return null;
            };
        running.add(threads.submit(task));
      }
      for (Future<?> task : running) {
        task.get();
      }
    }
    var counted = new EnumMap<FailureKind, Long>(FailureKind.class);
    expected.forEach((kind, adder) -> counted.put(kind, adder.sum()));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!counted(plain, secure).equals(counted)) {
      assertThat(System.nanoTime())
          .as("%s; expected %s", counted(plain, secure), counted)
          .isLessThan(deadline);
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static Map<FailureKind, Long> counted(WebSocketServer... servers) {
    var counted = new EnumMap<FailureKind, Long>(FailureKind.class);
    for (WebSocketServer server : servers) {
      server.stats().failedByKind().forEach((kind, times) -> counted.merge(kind, times, Long::sum));
    }
    return counted;
  }

  private static void assertServes(WebSocketServer server) {
    try (var peer = RawPeer.open(server.port())) {
      assertThat(peer.sendHex("81 81 00000000 41").readHex(3)).isEqualTo("810141");
    }
  }
}
