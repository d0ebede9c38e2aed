package io.hawser.tests;

import static io.hawser.testkit.ScriptedServer.acceptance;
import static io.hawser.testkit.ScriptedServer.hangUp;
import static io.hawser.testkit.ScriptedServer.header;
import static io.hawser.testkit.ScriptedServer.open;
import static io.hawser.testkit.ScriptedServer.openThenHangUp;
import static io.hawser.testkit.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.Timeouts;
import io.hawser.WebSocket;
import io.hawser.client.ClientState;
import io.hawser.client.Proxy;
import io.hawser.client.RetryBudget;
import io.hawser.client.WebSocketClient;
import io.hawser.error.ConnectionClosedException;
import io.hawser.error.ProxyException;
import io.hawser.error.RedirectException;
import io.hawser.model.Closure;
import io.hawser.model.Headers;
import io.hawser.model.Message;
import io.hawser.model.Response;
import io.hawser.policy.Backoff;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.ScriptedServer;
import io.hawser.testkit.ScriptedServer.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A client that comes back, case by case, 78 to 86: redirects, proxies, crowds, peers that neither
 * read nor write, and what is logged.
 */
@Timeout(60)
class OnTheWayCasesTest {
  @TempDir Path folder;

  /** To the same origin by a path alone, to another one by the scheme of HTTP. */
  @ParameterizedTest
  @CsvSource({"301, true", "302, true", "307, true", "308, true", "302, false", "307, false"})
  void case78WhatFollowsARedirect(int status, boolean sameOrigin) {
    try (var other = ScriptedServer.start(open());
        var server =
            ScriptedServer.start(
                status(
                    status,
                    "Location: "
                        + (sameOrigin ? "elsewhere" : other.uri().replace("ws:", "http:"))),
                open());
        var loop =
            LoopRun.start(
                WebSocketClient.builder(server.uri().replace("//", "//user:pass@"))
                    .header("Cookie", "a=b")
                    .header("Proxy-Authorization", "Basic x")
                    .sensitiveHeader("X-Key", () -> "sesame")
                    .header("X-Kept", "yes"))) {
      loop.untilOpen();
      String request = sameOrigin ? server.requests().get(1) : other.requests().getFirst();
      assertThat(request).startsWith(sameOrigin ? "GET /elsewhere HTTP" : "GET / HTTP");
      assertThat(header(request, "X-Kept")).isEqualTo("yes");
      for (String name : List.of("Authorization", "Cookie", "Proxy-Authorization", "X-Key")) {
        assertThat(header(request, name))
            .as(name)
            .isEqualTo(sameOrigin ? header(server.requests().getFirst(), name) : "");
      }
    }
  }

  @Test
  void case79NextAttemptStartsAtTheOriginalUri() {
    try (var target = ScriptedServer.start(openThenHangUp());
        var server = ScriptedServer.start(status(302, "Location: " + target.uri()));
        var loop =
            LoopRun.start(WebSocketClient.builder(server.uri().replace("//", "//user:pass@")))) {
      loop.skip();
      loop.skip();
      loop.untilWaiting();
      assertThat(target.requests()).hasSize(3);
      assertThat(server.requests()).hasSize(3);
      assertThat(server.requests())
          .allSatisfy(request -> assertThat(header(request, "Authorization")).isNotEmpty());
    }
  }

  /** The socket of a file is what we have for one that is supplied. */
  @Test
  void case80RedirectAwayFromASuppliedSocket() {
    Path socket = folder.resolve("s");
    try (var other = ScriptedServer.start(open());
        var server =
            WebSocketServer.builder(LoopRun::receiveAll)
                .listenUnix(socket)
                .processRequest(
                    (request, peer) ->
                        Response.text(302, "there")
                            .withHeaders(Headers.of("Location", other.uri())))
                .start();
        var loop = LoopRun.start(WebSocketClient.builder("ws://localhost/").unixSocket(socket))) {
      assertThat(server.connections()).isEmpty();
      assertThat(loop.untilFailed()).isInstanceOf(RedirectException.class);
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void case81ProxyThatIsUnavailableForAWhile() {
    var inner = new CompletableFuture<String>();
    Step tunnel =
        (client, request) -> {
          client.send("HTTP/1.0 200 Connection established\r\n\r\n");
          inner.complete(client.readHead());
          open().play(client, inner.join());
        };
    try (var proxy = ScriptedServer.start(status(502), status(503), hangUp(), tunnel);
        var loop = LoopRun.start(by(proxy))) {
      loop.untilOpen();
      assertThat(loop.delays).hasSize(3);
      assertThat(proxy.requests())
          .allSatisfy(
              request -> {
                assertThat(request).startsWith("CONNECT server.test:80 HTTP/1.1\r\n");
                assertThat(header(request, "Proxy-Authorization")).startsWith("Basic ");
              });
      assertThat(inner.join()).startsWith("GET / HTTP/1.1\r\n");
      assertThat(header(inner.join(), "Proxy-Authorization")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 407})
  void case81ProxyThatRefuses(int status) {
    try (var proxy = ScriptedServer.start(status(status));
        var loop = LoopRun.start(by(proxy))) {
      assertThat(loop.thrown())
          .isInstanceOfSatisfying(
              ProxyException.class, e -> assertThat(e.response().status()).isEqualTo(status));
      assertThat(proxy.requests()).hasSize(1);
    }
  }

  private static WebSocketClient.Builder by(ScriptedServer proxy) {
    return WebSocketClient.builder("ws://server.test/")
        .proxy(Proxy.http("localhost", proxy.port()).withCredentials("user", "sesame"));
  }

  /** Of the clients each tenth comes back in about a tenth of the time, at every step. */
  @Test
  void case82ClientsAreSpreadOverEveryStep() {
    int clients = 100;
    try (var server = ScriptedServer.start(status(503))) {
      var builder = WebSocketClient.builder(server.uri()).retryBudget(RetryBudget.unlimited());
      List<LoopRun> loops =
          IntStream.range(0, clients)
              .mapToObj(n -> new LoopRun(builder, new SplittableRandom(n), LoopRun::receiveAll))
              .toList();
      for (int step = 0; step < 3; step++) {
        long ceiling = Backoff.exponential().ceiling(step).toNanos();
        var tenths = new int[10];
        for (var loop : loops) {
          double part = (loop.skip().toNanos() - 1e8) / (ceiling - 1e8);
          tenths[(int) (10 * part)]++;
        }
        assertThat(tenths).as("step %d", step).satisfies(OnTheWayCasesTest::assertSpread);
      }
      loops.forEach(LoopRun::close);
    }
  }

  private static void assertSpread(int[] tenths) {
    // ten in each, give or take three standard deviations; the seeds are always the same
    assertThat(IntStream.of(tenths)).allSatisfy(n -> assertThat(n).isBetween(1, 19));
  }

  @Test
  void case83SecondThreadIsTold() {
    try (var server = ScriptedServer.start(status(503));
        var loop = LoopRun.start(server.uri())) {
      loop.untilWaiting();
      assertThatThrownBy(() -> loop.connections.iterator().hasNext())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("another thread");
    }
  }

  /** {@link StuckPeerTest} has the server's part: broadcasts to others, and its stop. */
  @Test
  void case84PeerStopsReading() {
    var over = new CountDownLatch(1);
    Step takesNothing =
        (client, request) -> {
          client.send(acceptance(request));
          LoopRun.await(over);
        };
    var ends = new CopyOnWriteArrayList<ConnectionClosedException>();
    try (var server = ScriptedServer.start(takesNothing, open());
        var loop =
            new LoopRun(
                WebSocketClient.builder(server.uri()).timeouts(Timeouts.defaults().withoutPings()),
                ws -> {
                  if (ends.isEmpty()) {
                    sendUntilItEnds(ws, ends);
                  } else {
                    LoopRun.receiveAll(ws);
                  }
                })) {
      assertComesBack(loop);
      assertThat(ends)
          .singleElement()
          .satisfies(
              e -> {
                assertThat(e.code().value()).isEqualTo(1006);
                assertThat(e).hasCauseInstanceOf(TimeoutException.class);
              });
    } finally {
      over.countDown();
    }
  }

  /** Lets time pass until the first connection has ended, and there is a second one. */
  private static Closure assertComesBack(LoopRun loop) {
    WebSocket first = loop.untilOpen();
    // by the state: no more time than this is to pass for the second one
    while (loop.connections.state() instanceof ClientState.Open open
        && open.connection().equals(first)) {
      loop.clock.advance(Duration.ofSeconds(1));
    }
    assertThat(loop.untilOpen().isOpen()).isTrue();
    return first.closure().orElseThrow();
  }

  private static void sendUntilItEnds(WebSocket ws, List<ConnectionClosedException> ends) {
    try {
      while (true) {
        ws.send(Message.binary(new byte[60_000]));
      }
    } catch (ConnectionClosedException e) {
      ends.add(e);
      throw e;
    }
  }

  @Test
  void case85PeerIsSilent() {
    Step deaf =
        (client, request) -> {
          client.send(acceptance(request));
          client.readToEnd();
        };
    try (var server = ScriptedServer.start(deaf, open());
        var loop = LoopRun.start(server.uri())) {
      Closure closure = assertComesBack(loop);
      assertThat(closure.code().value()).isEqualTo(1006);
      assertThat(closure.sent()).hasToString("1011");
    }
  }

  @Test
  void case86LinesTellTheCauseAndNoSecret() {
    try (var log = new ClientLog();
        var server = ScriptedServer.start(status(503), hangUp(), status(404))) {
      String uri = server.uri().replace("//", "//user:sesame@") + "?token=sesame";
      try (var loop = LoopRun.start(WebSocketClient.builder(uri))) {
        loop.untilFailed();
      }
      assertThat(log.lines()).hasSize(3).allMatch(line -> line.startsWith("INFO "));
      assertThat(log.events()).allMatch(event -> event.getThrowableProxy() == null);
      assertThat(log.lines()).noneMatch(line -> line.contains("sesame"));
    }
  }
}
