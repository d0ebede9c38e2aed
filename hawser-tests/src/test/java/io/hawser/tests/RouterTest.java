package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.client.WebSocketClient;
import io.hawser.handshake.FailureKind;
import io.hawser.model.Response;
import io.hawser.server.BasicAuth;
import io.hawser.server.Router;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.RawPeer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Handlers and pages by path. */
@Timeout(60)
class RouterTest {
  private final Failures failures = new Failures();
  private WebSocketServer server;

  @BeforeEach
  void serve() {
    server =
        WebSocketServer.builder(
                Router.builder()
                    .route("/", ws -> ws.send("root"))
                    .route("/chat", ws -> ws.send("chat"))
                    .route("/chat/{room}", ws -> ws.send("room " + ws.attributes().get("room")))
                    .route("/chat/lobby", ws -> ws.send("lobby"))
                    .route("/chat/{room}/log", ws -> ws.send("log " + ws.attributes().get("room")))
                    .route(
                        "/{area}/lobby/{seat}", ws -> ws.send("seat in " + area(ws.attributes())))
                    .get("/healthz", request -> Response.text(200, "ok"))
                    .get(
                        "/fails",
                        request -> {
                          throw new IllegalStateException();
                        })
                    .build())
            .listen("127.0.0.1", 0)
            .observer(failures)
            .start();
  }

  private static String area(Map<String, Object> attributes) {
    return attributes.get("area") + ": " + attributes.get("seat");
  }

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/, root",
    "/chat, chat",
    "/chat?x=1/2, chat",
    "/chat/7, room 7",
    "/chat/a%20b%2Fc, room a b/c",
    "/chat/%C3%A4, room \u00e4",
    "/chat/lobby, lobby",
    "/chat/lobby/log, log lobby",
    "/chat/lobby/5, seat in chat: 5",
    "/x/lobby/5, seat in x: 5",
  })
  void aPathLeadsToItsHandler(String path, String told) {
    try (var ws = WebSocketClient.connect("ws://127.0.0.1:" + server.port() + path)) {
      assertThat(ws.receive().text()).isEqualTo(told);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nowhere", "/chat/", "/chat//log", "/Chat", "/chat/%zz", "/chat/%ff"})
  void anUnknownPathIsNotFound(String path) throws InterruptedException {
    assertThat(answer(RawPeer.VALID_REQUEST.replace("GET /", "GET " + path)))
        .startsWith("HTTP/1.1 404 ");
    failures.next(FailureKind.NOT_FOUND, 404);
  }

  @Test
  void aPlainRequestForAHandlerIsToldToUpgrade() throws InterruptedException {
    assertThat(answer("GET /chat HTTP/1.1\r\nHost: localhost\r\n\r\n")).startsWith("HTTP/1.1 426 ");
    failures.next(FailureKind.NOT_AN_UPGRADE, 426);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "HEAD /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /healthz HTTP/1.0\r\n\r\n",
        "GET http://localhost/healthz?deep=1 HTTP/1.1\r\nHost: localhost\r\n\r\n",
      })
  void aHealthCheckIsAnswered(String request) {
    assertThat(answer(request))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("Content-Length: 3\r\n")
        .endsWith(request.startsWith("HEAD") ? "\r\n\r\n" : "\r\n\r\nok\n");
    assertThat(failures.left()).isZero();
  }

  @Test
  void aPageIsOnlyRead() throws InterruptedException {
    assertThat(answer("DELETE /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        .startsWith("HTTP/1.1 405 ");
    failures.next(FailureKind.METHOD, 405);
  }

  @Test
  void aPageThatThrowsIsAHookThatFailed() throws InterruptedException {
    assertThat(answer("GET /fails HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        .startsWith("HTTP/1.1 500 ");
    failures.next(FailureKind.HOOK_FAILED, 500);
  }

  @Test
  void otherHooksAreAskedFirst() {
    var router = Router.builder().get("/healthz", request -> Response.text(200, "ok")).build();
    try (var guarded =
        WebSocketServer.builder(router)
            .listen("127.0.0.1", 0)
            .processRequest(BasicAuth.of("all of it", Map.of("a", "b")))
            .start()) {
      assertThat(answer(guarded, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"))
          .startsWith("HTTP/1.1 401 ");
      assertThat(
              answer(
                  guarded,
                  "GET /healthz HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic YTpi\r\n\r\n"))
          .startsWith("HTTP/1.1 200 ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat", "", "/{a}/{a}", "/{}", "/{a", "/a}", "/a{b}", "/%20", "/{a-b}"})
  void aTemplateThatIsNoneIsRefused(String template) {
    assertThatThrownBy(() -> Router.builder().route(template, ws -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("path: " + template + "; must");
  }

  @Test
  void twoRoutesForOnePathAreRefused() {
    var builder = Router.builder().route("/{a}", ws -> {});
    assertThatThrownBy(() -> builder.route("/{b}", ws -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("path: /{b}; there is a route like it already");
  }

  private String answer(String request) {
    return answer(server, request);
  }

  private static String answer(WebSocketServer server, String request) {
    try (var peer = RawPeer.connect(server.port())) {
      return new String(peer.send(request).readToEnd(), StandardCharsets.ISO_8859_1);
    }
  }
}
