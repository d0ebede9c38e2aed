package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.client.WebSocketClient;
import io.hawser.error.InvalidHeaderException;
import io.hawser.error.InvalidUpgradeException;
import io.hawser.handshake.FailureKind;
import io.hawser.model.Response;
import io.hawser.server.ResponseProcessor;
import io.hawser.testkit.RawPeer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code processResponse} sees and may change, over real sockets. */
@Timeout(60)
class ResponseProcessorTest extends HookedServer {
  @Test
  void aResponseProcessorGivesOneKindAnotherAnswer() throws InterruptedException {
    review(
        exchange ->
            exchange.failure() != null
                    && exchange.failure().cause() instanceof InvalidUpgradeException
                ? Response.text(400, "Come with a WebSocket.")
                : exchange.response());
    assertThat(answer("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .endsWith("\r\n\r\nCome with a WebSocket.\n");
    failures.next(FailureKind.NOT_AN_UPGRADE, 400);
    assertThat(answer(VALID.replace(": 13", ": 8"))).startsWith("HTTP/1.1 426 ");
    assertThat(failures.next(FailureKind.PROTOCOL_VERSION, 426).cause())
        .isInstanceOf(InvalidHeaderException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-x\r\n",
        "GET / HTTP/1.1\r\n folded\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nOrigin: http://y\r\n\r\n",
      })
  void itSeesRefusalsOfEveryStep(String request) {
    review(exchange -> Response.text(418, "" + exchange.failure().kind()));
    assertThat(answer(request)).startsWith("HTTP/1.1 418 ");
  }

  @Test
  void itSeesTheAnswerToAPeerThatIsOutOfTime() throws Exception {
    server =
        builder()
            .threads(1)
            .time(clock, new Random(1))
            .processResponse(exchange -> Response.text(418, "" + exchange.request()))
            .start();
    try (var peer = RawPeer.connect(server.port()).send("GET / HT")) {
      // another connection of the same loop: once it is answered, the first one's time runs
      assertThat(answer("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")).startsWith("HTTP/1.1 418 ");
      failures.next(FailureKind.NOT_AN_UPGRADE, 418);
      // past the deadline, and not past the second that the review has from then on
      clock.advance(Duration.ofMillis(10_500));
      assertThat(new String(peer.readToEnd(), StandardCharsets.ISO_8859_1))
          .startsWith("HTTP/1.1 418 ")
          .endsWith("null\n");
    }
    failures.next(FailureKind.TIMEOUT, 418);
  }

  @Test
  void aLateReviewLetsTheAnswerGoAsItWas() throws Exception {
    var began = new CompletableFuture<String>();
    server =
        builder()
            .time(clock, new Random(1))
            .processResponse(
                exchange -> {
                  began.complete("");
                  forEver.await();
                  return exchange.response();
                })
            .start();
    try (var peer = RawPeer.connect(server.port()).send("SSH-2.0-x\r\n")) {
      began.get(20, TimeUnit.SECONDS);
      clock.advance(Duration.ofSeconds(11));
      assertThat(new String(peer.readToEnd(), StandardCharsets.ISO_8859_1))
          .startsWith("HTTP/1.1 400 ");
    }
    failures.next(FailureKind.NOT_HTTP, 400);
  }

  @Test
  void itMayAddHeadersToThe101() {
    review(
        exchange ->
            exchange
                .response()
                .withHeaders(
                    exchange.response().headers().toBuilder().add("X-Node", "seven").build()));
    try (var ws = WebSocketClient.connect("ws://127.0.0.1:" + server.port())) {
      assertThat(ws.response().headers().first("X-Node")).contains("seven");
    }
  }

  @Test
  void itMayRefuseWhatWouldOpen() throws InterruptedException {
    review(exchange -> Response.text(403, "not today"));
    assertThat(answer(VALID)).startsWith("HTTP/1.1 403 ");
    failures.next(FailureKind.UNAUTHORIZED, 403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sec-WebSocket-Accept", "Sec-WebSocket-Protocol", "Upgrade"})
  void itMayNotChangeWhatTheEndpointsAgreedOn(String name) throws InterruptedException {
    review(
        exchange ->
            exchange
                .response()
                .withHeaders(exchange.response().headers().toBuilder().set(name, "x").build()));
    assertThat(answer(VALID)).startsWith("HTTP/1.1 500 ");
    assertThat(failures.next(FailureKind.HOOK_FAILED, 500).detail()).contains(name);
  }

  @Test
  void itMayNotOpenWhatIsRefused() throws InterruptedException {
    review(exchange -> Response.text(101, ""));
    assertThat(answer("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")).startsWith("HTTP/1.1 500 ");
    failures.next(FailureKind.HOOK_FAILED, 500);
  }

  @Test
  void responseProcessorsFollowOneAnother() {
    ResponseProcessor first = exchange -> Response.text(200, exchange.response().status() + " 1");
    review(first.then(exchange -> Response.text(200, exchange.response().text().strip() + " 2")));
    assertThat(answer("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")).endsWith("\r\n\r\n426 1 2\n");
  }
}
