package io.hawser.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.hawser.conformance.EchoServer;
import io.hawser.server.WebSocketServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.ObjectMapper;

/** Other stacks' clients against Hawser's server, plain and over TLS. */
class PeerClientsTest {
  private static final int SECONDS_FOR_A_PEER = 180;
  private static final int FEWEST_CHECKS = 9;

  private static final ObjectMapper JSON = new ObjectMapper();

  private static Certificates certificates;
  private static WebSocketServer plain;
  private static WebSocketServer secure;

  @BeforeAll
  static void serve(@TempDir Path folder) throws Exception {
    certificates = Certificates.create(folder);
    plain = EchoServer.builder().start();
    secure = EchoServer.builder().tls(certificates.certificate(), certificates.key()).start();
  }

  @AfterAll
  static void stop() {
    plain.close();
    secure.close();
  }

  @TestFactory
  Stream<DynamicTest> ws() throws Exception {
    return checks(Peer.WS_CLIENT);
  }

  @TestFactory
  Stream<DynamicTest> undici() throws Exception {
    return checks(Peer.UNDICI_CLIENT);
  }

  @TestFactory
  Stream<DynamicTest> chromium() throws Exception {
    return checks(Peer.CHROMIUM_CLIENT);
  }

  @TestFactory
  Stream<DynamicTest> websockets() throws Exception {
    return checks(Peer.WEBSOCKETS_CLIENT);
  }

  @TestFactory
  Stream<DynamicTest> aiohttp() throws Exception {
    return checks(Peer.AIOHTTP_CLIENT);
  }

  private static Stream<DynamicTest> checks(Peer peer) throws Exception {
    peer.requireInstalled();
    var tests = new ArrayList<DynamicTest>();
    tests.addAll(run("plain", peer, "ws://127.0.0.1:" + plain.port() + "/"));
    tests.addAll(
        run("TLS", peer, "wss://localhost:" + secure.port() + "/", certificates.authority()));
    return tests.stream();
  }

  /** Runs all of a peer's checks and makes a test of each. */
  private static List<DynamicTest> run(String transport, Peer peer, Object... arguments)
      throws IOException, InterruptedException {
    Process process = peer.start(arguments);
    try {
      process
          .onExit()
          .completeOnTimeout(process, SECONDS_FOR_A_PEER, TimeUnit.SECONDS)
          .thenAccept(Process::destroyForcibly);
      List<CheckResult> results;
      try (var lines = process.inputReader()) {
        results = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          results.add(JSON.readValue(line, CheckResult.class));
        }
      }
      int status = process.waitFor();
      var tests = new ArrayList<DynamicTest>();
      tests.add(
          dynamicTest(
              transport + ": ran to its end",
              () -> {
                assertThat(status).as("exit status").isZero();
                assertThat(results).hasSizeGreaterThanOrEqualTo(FEWEST_CHECKS);
              }));
      for (CheckResult result : results) {
        tests.add(
            dynamicTest(
                transport + ": " + result.check() + " (" + result.ms() + " ms)",
                () -> assertThat(result.ok()).as(result.detail()).isTrue()));
      }
      return tests;
    } finally {
      process.destroyForcibly();
    }
  }
}
