package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.Drain;
import io.hawser.client.WebSocketClient;
import io.hawser.error.InvalidStatusException;
import io.hawser.handshake.FailureKind;
import io.hawser.model.Response;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.RawPeer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code processRequest} may answer, throw and wait for, over real sockets. */
@Timeout(60)
class RequestProcessorTest extends HookedServer {
  private static final String ECHOED = "810141";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /healthz HTTP/1.0\r\n\r\n",
        "POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc",
      })
  void aRequestProcessorAnswersAnyRequest(String request) {
    serve((seen, peer) -> Response.text(200, seen.method() + " " + seen.path()));
    assertThat(answer(request))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("Connection: close\r\n", "Date: ", "Server: Hawser\r\n")
        .endsWith("\r\n\r\n" + request.substring(0, request.indexOf(" HTTP")) + "\n");
    assertThat(failures.left()).isZero();
  }

  @Test
  void anAnswerToHeadHasNoBody() {
    serve((seen, peer) -> Response.text(200, "ok"));
    assertThat(answer("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        .contains("Content-Length: 3\r\n")
        .endsWith("\r\n\r\n");
  }

  @Test
  void whatItLetsPassIsJudgedAsEver() throws InterruptedException {
    serve((seen, peer) -> null);
    assertThat(answer(VALID.replace("GET", "POST"))).startsWith("HTTP/1.1 405 ");
    failures.next(FailureKind.METHOD, 405);
    assertThat(answer("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")).startsWith("HTTP/1.1 426 ");
    failures.next(FailureKind.NOT_AN_UPGRADE, 426);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void refusedCredentialsAreAFailedHandshake(int status) throws InterruptedException {
    serve((seen, peer) -> Response.text(status, "no"));
    assertThat(answer(VALID)).startsWith("HTTP/1.1 " + status + " ");
    failures.next(FailureKind.UNAUTHORIZED, status);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 302, 404, 503})
  void anyOtherAnswerIsNone(int status) {
    serve((seen, peer) -> Response.text(status, "so"));
    assertThat(answer(VALID)).startsWith("HTTP/1.1 " + status + " ");
    assertThat(failures.left()).isZero();
  }

  @Test
  void itIsNotAskedWhenTheHostIsBadOrTheOriginForeign() throws InterruptedException {
    var asked = new AtomicInteger();
    serve(
        (seen, peer) -> {
          asked.incrementAndGet();
          return null;
        });
    assertThat(answer(VALID.replace("Host: localhost\r\n", ""))).startsWith("HTTP/1.1 400 ");
    failures.next(FailureKind.BAD_HOST, 400);
    assertThat(answer(VALID.replace("\r\n\r\n", "\r\nOrigin: https://evil.example\r\n\r\n")))
        .startsWith("HTTP/1.1 403 ");
    failures.next(FailureKind.ORIGIN, 403);
    assertThat(asked).hasValue(0);
  }

  static Stream<Throwable> thrown() {
    return Stream.of(
        new IllegalStateException("secret"),
        new IOException("secret"),
        new StackOverflowError("secret"),
        new OutOfMemoryError("secret"),
        new InterruptedException("secret"),
        new AssertionError("secret"));
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void whatAHookThrowsIsAnsweredWith500AndNoDetail(Throwable thrown) throws InterruptedException {
    serve(
        (seen, peer) -> {
          sneak(thrown);
          return null;
        });
    assertThat(answer(VALID))
        .startsWith("HTTP/1.1 500 ")
        .doesNotContain("secret", thrown.getClass().getSimpleName());
    assertThat(failures.next(FailureKind.HOOK_FAILED, 500).cause()).isSameAs(thrown);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 101, 199})
  void anAnswerThatIsNoneIsNonsense(int status) throws InterruptedException {
    serve((seen, peer) -> Response.text(status, ""));
    assertThat(answer(VALID)).startsWith("HTTP/1.1 500 ");
    assertThat(failures.next(FailureKind.HOOK_FAILED, 500).detail()).contains("" + status);
  }

  @Test
  void aLateHookIsInterruptedAndAnsweredWith503() throws Exception {
    var began = new CompletableFuture<String>();
    var interrupted = new CompletableFuture<String>();
    server =
        builder()
            .time(clock, new Random(1))
            .processRequest(
                (seen, peer) -> {
                  began.complete("");
                  try {
                    forEver.await();
                  } catch (InterruptedException e) {
                    interrupted.complete("");
                  }
                  return null;
                })
            .start();
    try (var peer = RawPeer.connect(server.port()).send(VALID)) {
      began.get(20, TimeUnit.SECONDS);
      clock.advance(Duration.ofSeconds(11));
      assertThat(new String(peer.readToEnd(), StandardCharsets.ISO_8859_1))
          .startsWith("HTTP/1.1 503 ");
    }
    failures.next(FailureKind.TIMEOUT, 503);
    interrupted.get(20, TimeUnit.SECONDS);
  }

  @Test
  void aHookThatIgnoresItsInterruptDelaysNoAnswer() throws Exception {
    var began = new CompletableFuture<String>();
    server =
        builder()
            .time(clock, new Random(1))
            .processRequest(
                (seen, peer) -> {
                  began.complete("");
                  awaitUninterrupted(forEver);
                  return Response.text(200, "late");
                })
            .start();
    try (var peer = RawPeer.connect(server.port()).send(VALID)) {
      began.get(20, TimeUnit.SECONDS);
      clock.advance(Duration.ofSeconds(11));
      assertThat(new String(peer.readToEnd(), StandardCharsets.ISO_8859_1))
          .startsWith("HTTP/1.1 503 ")
          .doesNotContain("late");
    }
    failures.next(FailureKind.TIMEOUT, 503);
    assertThat(failures.left()).isZero();
  }

  @Test
  void aPeerThatLeavesInterruptsTheHook() throws Exception {
    var began = new CompletableFuture<String>();
    var interrupted = new CompletableFuture<String>();
    serve(
        (seen, peer) -> {
          began.complete("");
          try {
            forEver.await();
          } catch (InterruptedException e) {
            interrupted.complete("");
          }
          return null;
        });
    try (var peer = RawPeer.connect(server.port()).send(VALID)) {
      began.get(20, TimeUnit.SECONDS);
      peer.reset();
    }
    interrupted.get(20, TimeUnit.SECONDS);
    failures.next(FailureKind.DISCONNECTED, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 200, 101})
  void nothingIsToldOfAnAnswerThatAPeerWhichLeftDidNotGet(int status) throws Exception {
    serve((seen, peer) -> status == 101 ? null : Response.text(status, "hello"));
    int answered = 0;
    for (int i = 0; i < 100; i++) {
      // whether the end of the stream overtakes the hook is a matter of luck
      try (var peer = RawPeer.connect(server.port()).send(VALID).endOutput()) {
        var answer = new String(peer.readToEnd(), StandardCharsets.ISO_8859_1);
        answered += answer.startsWith("HTTP/1.1 " + status) ? 1 : 0;
      }
    }
    server.close();

    assertThat(server.stats().answered().getOrDefault(status, 0L)).isEqualTo(answered);
    assertThat(server.stats().failedByKind().getOrDefault(FailureKind.DISCONNECTED, 0L))
        .isEqualTo(100 - answered);
  }

  @Test
  void aServerThatStopsAnswersAHandshakeWhoseHookIsBusy() throws Exception {
    var began = new CompletableFuture<String>();
    serve(
        (seen, peer) -> {
          began.complete("");
          forEver.await();
          return null;
        });
    try (var peer = RawPeer.connect(server.port()).send(VALID)) {
      began.get(20, TimeUnit.SECONDS);
      server.stop(Drain.goingAway());
      assertThat(new String(peer.readToEnd(), StandardCharsets.ISO_8859_1))
          .startsWith("HTTP/1.1 503 ");
    }
    failures.next(FailureKind.CLOSING, 503);
  }

  @Test
  void framesSentBehindTheRequestWaitForTheHook() throws Exception {
    var asked = new CompletableFuture<String>();
    var go = new CountDownLatch(1);
    serve(
        (seen, peer) -> {
          asked.complete("");
          go.await();
          return null;
        });
    try (var peer = RawPeer.connect(server.port())) {
      peer.send(VALID).sendHex("81 81 00000000 41");
      asked.get(20, TimeUnit.SECONDS);
      // more than is kept: what is too much waits in the socket
      byte[] message = new byte[6 + 2 + 60_000];
      message[0] = (byte) 0x82;
      message[1] = (byte) 0xFE;
      message[2] = (byte) (60_000 >> 8);
      message[3] = (byte) 60_000;
      peer.send(message).sendHex("81 81 00000000 41");
      go.countDown();
      assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
      assertThat(peer.readHex(3)).isEqualTo(ECHOED);
      peer.read(4 + 60_000);
      assertThat(peer.readHex(3)).isEqualTo(ECHOED);
    }
  }

  @Test
  void oneThreadRunsTheHookAndThenTheHandler() throws Exception {
    var hook = new CompletableFuture<Thread>();
    var handler = new CompletableFuture<Thread>();
    server =
        WebSocketServer.builder(
                ws -> {
                  assertThat(Thread.interrupted()).isFalse();
                  handler.complete(Thread.currentThread());
                })
            .listen("127.0.0.1", 0)
            .processRequest(
                (seen, peer) -> {
                  hook.complete(Thread.currentThread());
                  Thread.currentThread().interrupt();
                  return null;
                })
            .start();
    WebSocketClient.connect("ws://127.0.0.1:" + server.port()).close();
    assertThat(handler.get(20, TimeUnit.SECONDS)).isSameAs(hook.get());
    assertThat(hook.get().isVirtual()).isTrue();
  }

  @Test
  void whatAHookHasFoundOutIsKnownToTheConnection() {
    server =
        WebSocketServer.builder(
                ws -> ws.send(ws.attributes() + " " + ws.peerPrincipal().orElseThrow().getName()))
            .listen("127.0.0.1", 0)
            .processRequest(
                (seen, peer) -> {
                  peer.attributes().put("tenant", 7);
                  peer.identifyAs(() -> "somebody");
                  return null;
                })
            .start();
    try (var ws = WebSocketClient.connect("ws://127.0.0.1:" + server.port())) {
      assertThat(ws.receive().text()).isEqualTo("{tenant=7} somebody");
    }
  }

  @Test
  void afterAllThatAConnectionOpens() {
    serve((seen, peer) -> seen.path().equals("/no") ? Response.text(403, "no") : null);
    String uri = "ws://127.0.0.1:" + server.port();
    for (int i = 0; i < 20; i++) {
      try (var ws = WebSocketClient.connect(uri + "/no")) {
        throw new AssertionError("opened: " + ws);
      } catch (InvalidStatusException e) {
        assertThat(e.response().status()).isEqualTo(403);
      }
      try (var ws = WebSocketClient.connect(uri + "/yes")) {
        ws.send("hello");
        assertThat(ws.receive().text()).isEqualTo("hello");
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void sneak(Throwable thrown) throws E {
    throw (E) thrown;
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException e) {
        // on purpose
      }
    }
  }
}
