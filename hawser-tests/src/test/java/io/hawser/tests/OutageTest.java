package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.server.WebSocketServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A client that comes back behind what networks and servers do: it is connected again in time, and
 * nothing is left of it when it is stopped. It runs in a network namespace of Linux, which takes
 * root; skipped where that is not allowed.
 */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutageTest {
  /** Enough for one attempt, and not for a second SYN. */
  private static final long OPENING_MILLIS = 800;

  /** An attempt under way, a delay and an attempt take two seconds; the rest is for the machine. */
  private static final Duration BOUND = Duration.ofSeconds(15);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private Network network;
  private NameServer names;
  private WebSocketServer plain;
  private WebSocketServer secure;
  private RemoteClient client;

  /** Where an opening is when the cable is pulled. */
  enum Phase {
    DNS,
    TCP,
    TLS,
    HTTP
  }

  /** A server in a process of its own, to be killed. */
  static final class Victim {
    public static void main(String... args) throws InterruptedException {
      WebSocketServer.serve(args[0], Integer.parseInt(args[1]), ws -> ws.forEach(ws::send));
      System.out.println("ready");
      Thread.currentThread().join();
    }
  }

  @BeforeAll
  void begin() throws Exception {
    network = part(Network.create());
    network.askForNamesAtOther();
    names = part(NameServer.open(network.other()));
    plain = part(server().start());
    secure = part(server().tls(TestCertificates.serverContext()).start());
    client = part(new RemoteClient(network));
  }

  private static WebSocketServer.Builder server() {
    return WebSocketServer.builder(ws -> ws.forEach(ws::send)).listen("0.0.0.0", 0).unguarded();
  }

  @AfterEach
  void rest() throws IOException {
    client.rest();
  }

  @AfterAll
  void end() throws Exception {
    while (!parts.isEmpty()) {
      parts.pop().close();
    }
  }

  private <T extends AutoCloseable> T part(T part) {
    parts.push(part);
    return part;
  }

  private void assertComesBack(TestReporter report, String from) throws IOException {
    Duration took = client.await("open");
    report.publishEntry(from, took.toMillis() + " ms until it was open");
    assertThat(took).isLessThan(BOUND);
    client.stopAndAssertNothingLeft();
  }

  // ---- the cable

  private Gate gate(Phase phase) throws IOException {
    names.answer(network.one());
    return Gate.open("0.0.0.0", phase == Phase.TLS ? secure.port() : plain.port());
  }

  private String uri(Phase phase, Gate gate) {
    String host = phase == Phase.DNS ? "server.test" : network.one();
    return (phase == Phase.TLS ? "wss://" : "ws://") + host + ":" + gate.port() + "/";
  }

  /** Starts the client, and pulls the cable when it is in this phase. */
  private void pullIn(Phase phase, Gate gate) throws Exception {
    switch (phase) {
      case DNS -> {
        network.pullOther();
        client.start(uri(phase, gate), OPENING_MILLIS);
      }
      case TCP -> {
        network.pullOne();
        client.start(uri(phase, gate), OPENING_MILLIS);
      }
      case TLS, HTTP -> {
        gate.hold();
        // the first handshake of TLS takes its time
        client.start(uri(phase, gate), 2 * OPENING_MILLIS);
        gate.awaitHeld();
        network.pullOne();
      }
    }
  }

  private void plug() throws Exception {
    network.plugOne();
    network.plugOther();
  }

  @ParameterizedTest
  @EnumSource
  void cableIsPulledInAPhaseOfTheOpening(Phase phase, TestReporter report) throws Exception {
    try (var gate = gate(phase)) {
      pullIn(phase, gate);
      client.await("failed HandshakeTimeoutException " + phase);
      gate.pass();
      plug();
      assertComesBack(report, "cable, " + phase);
    } finally {
      plug();
    }
  }

  @ParameterizedTest
  @EnumSource
  void stopsWithoutACable(Phase phase) throws Exception {
    try (var gate = gate(phase)) {
      pullIn(phase, gate);
      client.stopAndAssertNothingLeft();
    } finally {
      plug();
    }
  }

  @Test
  void cableIsPulledFromAnOpenConnection(TestReporter report) throws Exception {
    try {
      client.start("ws://" + network.one() + ":" + plain.port() + "/", OPENING_MILLIS);
      client.await("open");
      network.pullOne();
      Duration noticed = client.await("closed 1006");
      report.publishEntry("cable, open", noticed.toMillis() + " ms until it was noticed");
      assertThat(noticed).isLessThan(BOUND);
      client.await("failed HandshakeTimeoutException TCP");
      plug();
      assertComesBack(report, "cable, open");
    } finally {
      plug();
    }
  }

  // ---- names and addresses

  @Test
  void serverMovesToAnotherAddress(TestReporter report) throws Exception {
    try {
      names.answer(network.one());
      client.start("ws://server.test:" + plain.port() + "/", OPENING_MILLIS);
      client.await("open");
      names.answer(network.other());
      network.pullOne();
      assertComesBack(report, "another address");
    } finally {
      plug();
    }
  }

  @Test
  void nameIsGoneAndComesBack(TestReporter report) throws Exception {
    names.answer(null);
    client.start("ws://server.test:" + plain.port() + "/", OPENING_MILLIS);
    client.await("failed ConnectFailedException DNS");
    client.await("failed ConnectFailedException DNS");
    names.answer(network.one());
    assertComesBack(report, "no such name");
  }

  // ---- the other end

  @Test
  void routerForgetsTheConnection(TestReporter report) throws Exception {
    try (var gate = Gate.open("0.0.0.0", plain.port())) {
      client.start("ws://" + network.one() + ":" + gate.port() + "/", OPENING_MILLIS);
      client.await("open");
      gate.forget();
      Duration noticed = client.await("closed 1006");
      report.publishEntry("half open", noticed.toMillis() + " ms until it was noticed");
      assertThat(noticed).isLessThan(BOUND);
      assertComesBack(report, "half open");
    }
  }

  @Test
  void serverIsKilledAndStartedAgain(TestReporter report) throws Exception {
    int port;
    try (var gate = Gate.open("0.0.0.0", 1)) {
      port = gate.port();
    }
    Process victim = startVictim(port);
    try {
      // a process that has just begun takes its time over the first handshake
      client.start("ws://" + network.one() + ":" + port + "/", 3000);
      client.await("open");
      // by SIGKILL
      victim.destroyForcibly();
      client.await("closed 1006");
      client.await("failed ConnectFailedException TCP");
      victim = startVictim(port);
      assertComesBack(report, "killed server");
    } finally {
      victim.destroyForcibly();
    }
  }

  private Process startVictim(int port) throws IOException {
    Process victim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                network.one(),
                Integer.toString(port))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(victim.inputReader().readLine()).isEqualTo("ready");
    return victim;
  }
}
