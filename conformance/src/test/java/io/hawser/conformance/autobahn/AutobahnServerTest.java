package io.hawser.conformance.autobahn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.hawser.conformance.EchoServer;
import io.hawser.server.WebSocketServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Hawser's server under Autobahn's suite, version 0.5.6: frames, pings, reserved bits, opcodes,
 * fragments, UTF-8, closing (1 to 7, 10), and limits and speed (9).
 */
class AutobahnServerTest {
  private static final int CASES = 301;

  /** The suite takes some 2 minutes where it has a core to itself, and many where it has not. */
  private static final Duration DEADLINE = Duration.ofMinutes(20);

  private static WebSocketServer server;
  private static FuzzingClient fragments;
  private static FuzzingClient others;
  private static List<CaseResult> results;

  /** The slowest, messages of 4 MiB in fragments or writes of 64 bytes, run beside all others. */
  @BeforeAll
  static void runSuite() throws Exception {
    server = EchoServer.builder().start();
    String url = "ws://127.0.0.1:" + server.port();
    fragments = FuzzingClient.start("fragments", url, "9.3.*", "9.4.*", "9.5.*", "9.6.*");
    others =
        FuzzingClient.start(
            "others", url, "1.*", "2.*", "3.*", "4.*", "5.*", "6.*", "7.*", "10.*", "9.1.*",
            "9.2.*", "9.7.*", "9.8.*");
    results = new ArrayList<>(others.awaitResults(DEADLINE));
    results.addAll(fragments.awaitResults(DEADLINE));
    results.sort(Comparator.comparing(CaseResult::numbers, Arrays::compare));
  }

  @AfterAll
  static void stop() {
    for (FuzzingClient client : new FuzzingClient[] {fragments, others}) {
      if (client != null) {
        client.close();
      }
    }
    server.close();
  }

  @Test
  void everyCaseRan() {
    assertThat(results).extracting(CaseResult::id).doesNotHaveDuplicates();
    assertThat(results).hasSize(CASES);
  }

  @TestFactory
  Stream<DynamicTest> everyCasePasses() {
    return results.stream()
        .map(
            result ->
                dynamicTest(result.id(), () -> assertThat(result).matches(CaseResult::passes)));
  }
}
