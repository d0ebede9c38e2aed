package io.hawser.tests;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import io.hawser.TimeSource;
import io.hawser.Timeouts;
import io.hawser.WebSocket;
import io.hawser.client.ClientState;
import io.hawser.client.Connections;
import io.hawser.client.Proxies;
import io.hawser.client.WebSocketClient;
import io.hawser.error.HandshakeException;
import io.hawser.model.Closure;
import io.hawser.observe.ClientAttempt;
import io.hawser.observe.ClientObserver;
import io.hawser.policy.Backoff;
import io.hawser.policy.Pace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A client that comes back, in a JVM and a network of its own. It reads {@code start OPENING_MILLIS
 * URI} and {@code stop}, and prints {@code open}, {@code failed EXCEPTION PHASE}, {@code closed
 * CODE}, and after a stop what is left: sockets, threads and timers.
 */
public final class ComingBackClient {
  private static final Pace HURRY =
      Pace.defaults()
          .withBackoff(
              Backoff.exponential()
                  .withBase(Duration.ofMillis(200))
                  .withCap(Duration.ofMillis(400)))
          .withFirstDelay(Duration.ofMillis(200));

  /** A peer that is there answers in this time, on a busy machine too. */
  private static final Duration PONG = Duration.ofMillis(1500);

  private static final CountedTime TIME = new CountedTime();

  private ComingBackClient() {}

  /** The system's time, with a count of what is to come. */
  private static final class CountedTime implements TimeSource {
    private final ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("alarms").factory());

    CountedTime() {
      executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public Alarm after(Duration delay, Runnable alarm) {
      ScheduledFuture<?> future = executor.schedule(alarm, delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    }

    int pending() {
      return executor.getQueue().size();
    }
  }

  private static final class Printer implements ClientObserver {
    @Override
    public void attemptFailed(
        ClientAttempt attempt, HandshakeException exception, Optional<Duration> delay) {
      System.out.println(
          "failed " + exception.getClass().getSimpleName() + " " + exception.phase());
    }

    @Override
    public void attemptSucceeded(ClientAttempt attempt, WebSocket ws, Duration took) {
      System.out.println("open");
    }

    @Override
    public void ended(WebSocket ws, Closure closure, Duration lifeSpan, Optional<Duration> delay) {
      System.out.println("closed " + closure.code().value());
    }
  }

  public static void main(String[] args) throws Exception {
    // the JDK remembers an address for half a minute, and for ten seconds that there is none
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    // all goes its way once, so that what stays for good is there
    try (var warm = connections("ws://127.0.0.1:1/", 1000)) {
      Thread loop = start(warm);
      warm.awaitState(s -> s instanceof ClientState.Waiting, Duration.ofMinutes(1));
      warm.stop();
      loop.join();
    }
    System.out.println("ready");
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ", -1);
      try (var connections = connections(words[2], Long.parseLong(words[1]))) {
        Thread loop = start(connections);
        lines.readLine(); // stop
        connections.stop();
        loop.join();
      }
      System.out.println("left " + left());
    }
  }

  private static Connections connections(String uri, long openingMillis) {
    return WebSocketClient.builder(uri)
        .timeouts(
            Timeouts.defaults()
                .withOpening(Duration.ofMillis(openingMillis))
                .withPingInterval(Duration.ofMillis(300))
                .withPong(PONG)
                .withClosing(Duration.ofMillis(500)))
        .proxies(Proxies.none())
        .trustAnyServer()
        .pace(HURRY)
        .observer(new Printer())
        .time(TIME, new SplittableRandom(1))
        .connections();
  }

  private static Thread start(Connections connections) {
    return Thread.ofPlatform()
        .name("application")
        .start(() -> connections.run(ws -> ws.forEach(message -> {})));
  }

  /** Waits a while for nothing: a socket is closed on its event loop. */
  private static String left() throws IOException {
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    String left;
    do {
      LockSupport.parkNanos(5_000_000);
      left = CableClient.sockets() + " " + threads() + " " + TIME.pending();
    } while (!left.equals("0 [] 0") && System.nanoTime() < deadline);
    return left;
  }

  /** Ours, but for event loops, and for those that leave after a rest and are shared by all. */
  private static List<String> threads() throws IOException {
    Path folder = Files.createTempDirectory("hawser");
    Path dump = folder.resolve("threads");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
    try (var lines = Files.lines(dump)) {
      return lines
          .filter(line -> line.matches("#\\d+ \"(hawser|application).*"))
          .filter(line -> !line.matches("#\\d+ \"hawser-(client-loop|resolve|time|observer).*"))
          .toList();
    } finally {
      Files.delete(dump);
      Files.delete(folder);
    }
  }
}
