package io.hawser.conformance.autobahn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.hawser.conformance.EchoServer;
import io.hawser.server.WebSocketServer;
import java.time.Duration;
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
  private static final int FUNCTIONAL_CASES = 247;
  private static final int LIMIT_CASES = 54;
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  private static WebSocketServer server;
  private static FuzzingClient functional;
  private static FuzzingClient limits;
  private static List<CaseResult> results;

  /** The slow section 9 runs beside the others. */
  @BeforeAll
  static void runSuite() throws Exception {
    server = EchoServer.builder().start();
    String url = "ws://127.0.0.1:" + server.port();
    limits = FuzzingClient.start("limits", url, "9.*");
    functional =
        FuzzingClient.start(
            "functional", url, "1.*", "2.*", "3.*", "4.*", "5.*", "6.*", "7.*", "10.*");
    results =
        Stream.concat(
                functional.awaitResults(DEADLINE).stream(), limits.awaitResults(DEADLINE).stream())
            .sorted(
                Comparator.comparing(
                    result ->
                        Arrays.stream(result.id().split("\\."))
                            .mapToInt(Integer::parseInt)
                            .toArray(),
                    Arrays::compare))
            .toList();
  }

  @AfterAll
  static void stop() {
    try (var s = server;
        var f = functional;
        var l = limits) {
      // closes them
    }
  }

  @Test
  void everyCaseRan() {
    assertThat(results).extracting(CaseResult::id).doesNotHaveDuplicates();
    assertThat(results).hasSize(FUNCTIONAL_CASES + LIMIT_CASES);
  }

  @TestFactory
  Stream<DynamicTest> everyCasePasses() {
    return results.stream()
        .map(
            result ->
                dynamicTest(result.id(), () -> assertThat(result).matches(CaseResult::passes)));
  }
}
