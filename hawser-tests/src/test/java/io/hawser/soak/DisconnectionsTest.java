package io.hawser.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import io.hawser.Timeouts;
import io.hawser.client.ClientState;
import io.hawser.client.Proxy;
import io.hawser.client.WebSocketClient;
import io.hawser.error.HandshakeException;
import io.hawser.model.Response;
import io.hawser.policy.Attempt;
import io.hawser.policy.Ended;
import io.hawser.policy.RetryPolicy;
import io.hawser.policy.Verdict;
import io.hawser.server.WebSocketServer;
import io.hawser.soak.Way.Place;
import io.hawser.testkit.RawPeer;
import io.hawser.testkit.RawServer;
import io.hawser.tests.LoopRun;
import io.hawser.tests.SilentAddress;
import io.hawser.tests.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * One client that is disconnected ten thousand times, in every way there is, and comes back each
 * time; by a clock that is turned, so that deadlines and delays take no time.
 */
@Tag("proof")
class DisconnectionsTest {
  private static final int DISCONNECTIONS = Integer.getInteger("soak.disconnections", 10_000);
  private static final int WARM_UP = 1000;
  private static final long NOISE_FILES = 5;
  private static final long NOISE_BYTES = 8 * 1024 * 1024;
  private static final Duration STEP = Duration.ofSeconds(1);

  @TempDir Path folder;

  private final List<Way> ways = new ArrayList<>(Ways.all());
  private final Map<String, Integer> counts = new TreeMap<>();
  private final BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
  private volatile Way way = ways.getFirst();
  private volatile boolean stuck;

  private void play(RawPeer client) {
    way.script().play(client, this::getStuck);
  }

  private void getStuck() {
    stuck = true;
  }

  /** Says what it was, and goes on whatever it was. */
  private final class Witness implements RetryPolicy {
    @Override
    public Verdict processException(Attempt attempt) {
      HandshakeException e = attempt.exception();
      outcomes.add(e.getClass().getSimpleName() + " " + e.phase());
      return Verdict.retry();
    }

    @Override
    public Verdict processClose(Ended ended) {
      outcomes.add(Integer.toString(ended.code().value()));
      return Verdict.retry();
    }
  }

  @Test
  void nothingIsLeftOfThem(TestReporter report) throws Exception {
    var random = new Random(5);
    try (var server = RawServer.start(this::play);
        var silent = SilentAddress.open("127.0.0.1", 0);
        var stranger = secure("elsewhere.test");
        var refusing = secure("localhost")) {
      var builder =
          WebSocketClient.builder(
                  () -> uri(server.port(), silent.port(), stranger.port(), refusing.port()))
              .proxies(to -> proxy(server.port()))
              .resolver(this::resolve)
              .header("X-Attempt", this::header)
              .tls(TestCertificates.clientContext())
              // before silence can be noticed
              .timeouts(Timeouts.defaults().withMessage(Duration.ofSeconds(5)))
              .retryPolicy(new Witness());
      try (var loop = new LoopRun(builder, LoopRun::receiveAll)) {
        // the first attempt does not wait, so it is not one of ours
        assertThat(outcome(loop)).isEqualTo(way.outcome());
        disconnect(loop, silent, random, WARM_UP);
        Footprint before = Footprint.take();
        long begun = System.nanoTime();
        disconnect(loop, silent, random, DISCONNECTIONS);
        long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        Footprint after = Footprint.take();
        report.publishEntry(
            "disconnections",
            "%d in %d ways, %d s; %s; before %s; after %s"
                .formatted(
                    DISCONNECTIONS, ways.size(), seconds, counts, shown(before), shown(after)));

        assertThat(after.files()).isLessThanOrEqualTo(before.files() + NOISE_FILES);
        assertThat(after.heapBytes()).isLessThanOrEqualTo(before.heapBytes() + NOISE_BYTES);
        assertThat(shown(after).threads()).isSubsetOf(before.threads());
        loop.connections.stop();
        loop.awaitNoTimer();
        LoopRun.await("no thread of an attempt", () -> attempts().isEmpty());
        assertThat(outcomes).as("what nobody has caused").isEmpty();
      }
    }
  }

  /** Without the threads that look for names, which leave after five seconds of rest. */
  private static Footprint shown(Footprint print) {
    return new Footprint(
        print.files(),
        print.heapBytes(),
        print.threads().stream().filter(name -> !name.startsWith("hawser-resolve")).toList());
  }

  /** The virtual threads of ours, which only a dump knows. */
  private List<String> attempts() {
    try {
      Path dump = folder.resolve("threads" + System.nanoTime());
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
      return Files.readAllLines(dump).stream()
          .filter(line -> line.matches("#\\d+ \"hawser.*virtual.*"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void disconnect(LoopRun loop, SilentAddress silent, Random random, int times)
      throws InterruptedException {
    for (int i = 0; i < times; i++) {
      if (i % ways.size() == 0) {
        Collections.shuffle(ways, random);
      }
      loop.untilWaiting();
      stuck = false;
      way = ways.get(i % ways.size());
      loop.skip();
      loop.delays.clear();
      if (way.place() == Place.SILENT) {
        silent.awaitAttempts(1);
        stuck = true;
      }
      String outcome = outcome(loop);
      assertThat(outcome).as("%s, number %d", way, i).isEqualTo(way.outcome());
      counts.merge(outcome, 1, Integer::sum);
    }
  }

  /** Lets time pass where there is nothing else to wait for. */
  private String outcome(LoopRun loop) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    String outcome = null;
    while (outcome == null) {
      assertThat(System.nanoTime())
          .as("%s; %s", way, loop.connections.state())
          .isLessThan(deadline);
      if (stuck && (!way.opens() || loop.connections.state() instanceof ClientState.Open)) {
        loop.clock.advance(STEP);
      }
      outcome = outcomes.poll(100, TimeUnit.MICROSECONDS);
    }
    return outcome;
  }

  private URI uri(int plain, int silent, int stranger, int refusing) {
    return URI.create(
        switch (way.place()) {
          case PLAIN, NO_HEADER -> "ws://localhost:" + plain;
          case TLS -> "wss://localhost:" + plain;
          case PROXY -> "ws://beyond.test";
          case UNTRUSTED -> "wss://localhost:" + stranger;
          case REFUSING -> "wss://localhost:" + refusing;
          case NOBODY -> "ws://127.0.0.1:1";
          case SILENT -> "ws://127.0.0.1:" + silent;
          case NO_NAME -> "ws://nobody.test";
          case LOST_NAME -> "ws://lost.test";
        });
  }

  private Optional<Proxy> proxy(int port) {
    return way.place() == Place.PROXY
        ? Optional.of(Proxy.http("localhost", port))
        : Optional.empty();
  }

  private List<InetAddress> resolve(String host) throws Exception {
    return switch (host) {
      case "localhost" -> List.of(InetAddress.getLoopbackAddress());
      case "lost.test" -> {
        stuck = true;
        new CountDownLatch(1).await();
        yield List.of();
      }
      default -> throw new UnknownHostException(host);
    };
  }

  private String header() {
    if (way.place() == Place.NO_HEADER) {
      throw new IllegalStateException("no header today");
    }
    return "yes";
  }

  private static WebSocketServer secure(String host) throws IOException {
    return WebSocketServer.builder(ws -> {})
        .listen("127.0.0.1", 0)
        .tls(
            TestCertificates.serverContext(
                TestCertificates.server(TestCertificates.authority(), host)))
        .processRequest((request, peer) -> Response.text(503, "not today"))
        .unguarded()
        .start();
  }
}
