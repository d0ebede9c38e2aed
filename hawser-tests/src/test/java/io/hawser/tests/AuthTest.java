package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.client.WebSocketClient;
import io.hawser.error.InvalidStatusException;
import io.hawser.handshake.FailureKind;
import io.hawser.model.Response;
import io.hawser.server.BasicAuth;
import io.hawser.server.BearerAuth;
import io.hawser.server.RequestProcessor;
import io.hawser.server.WebSocketServer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials in the request of an opening handshake. */
@Timeout(60)
class AuthTest {
  private final Failures failures = new Failures();
  private WebSocketServer server;

  private void serve(RequestProcessor hook) {
    server =
        WebSocketServer.builder(ws -> ws.send(ws.peerPrincipal().orElseThrow().getName()))
            .listen("127.0.0.1", 0)
            .processRequest(hook)
            .observer(failures)
            .start();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private String connect(String authorization) {
    var client =
        WebSocketClient.builder("ws://127.0.0.1:" + server.port())
            .header("Authorization", authorization);
    try (var ws = client.connect()) {
      return ws.receive().text();
    }
  }

  private void assertRefused(String authorization, String challenge) throws InterruptedException {
    assertThatThrownBy(() -> connect(authorization))
        .isInstanceOfSatisfying(
            InvalidStatusException.class,
            e -> {
              Response response = e.response();
              assertThat(response.status()).isEqualTo(401);
              assertThat(response.headers().all("WWW-Authenticate")).containsExactly(challenge);
            });
    var failure = failures.next(FailureKind.UNAUTHORIZED, 401);
    assertThat(failure.toString()).doesNotContain(authorization);
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic ", "basic ", "BASIC   "})
  void aUserWithThePasswordIsLetIn(String scheme) {
    serve(BasicAuth.of("here", Map.of("J\u00fcrgen", "p:\u00e4ss")));
    assertThat(connect(basic("J\u00fcrgen:p:\u00e4ss").replace("Basic ", scheme)))
        .isEqualTo("J\u00fcrgen");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user:wrong",
        "user:",
        "user:passwor",
        "user:password2",
        "stranger:password",
        "stranger:",
        "User:password",
        ":password",
        "user",
        "",
        "user:pass\u0000word",
      })
  void otherPairsAreRefused(String pair) throws InterruptedException {
    serve(BasicAuth.of("a \"realm\"", Map.of("user", "password")));
    assertRefused(basic(pair), "Basic realm=\"a \\\"realm\\\"\", charset=\"UTF-8\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic",
        "Basic !",
        "Basic dXNlcjpwYXNzd29yZA",
        "Basic /w==",
        "Bearer dXNlcjpwYXNzd29yZA==",
        "dXNlcjpwYXNzd29yZA==",
      })
  void whatIsNoPairIsRefused(String authorization) throws InterruptedException {
    serve(
        BasicAuth.of(
            "here",
            (user, password) -> {
              // unpadded base64 is decoded; the rest must not come here
              assertThat(user + ":" + password).isEqualTo("user:password");
              return false;
            }));
    assertRefused(authorization, "Basic realm=\"here\", charset=\"UTF-8\"");
  }

  @Test
  void aTokenThatIsKnownIsLetIn() {
    serve(BearerAuth.of("here", token -> token.equals("a.b-c~d+e/f==") ? () -> "bearer" : null));
    assertThat(connect("Bearer a.b-c~d+e/f==")).isEqualTo("bearer");
  }

  @Test
  void aTokenThatIsNotKnownIsRefused() throws InterruptedException {
    serve(BearerAuth.of("here", token -> null));
    assertRefused("Bearer abc", "Bearer realm=\"here\", error=\"invalid_token\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer", "Bearer a b", "Bearer =", "Bearer a=b", "Basic abc", "abc"})
  void whatIsNoTokenIsRefused(String authorization) throws InterruptedException {
    serve(BearerAuth.of("here", token -> () -> "anybody"));
    assertRefused(authorization, "Bearer realm=\"here\"");
  }

  @Test
  void repeatedCredentialsAreRefused() throws InterruptedException {
    serve(BasicAuth.of("here", Map.of("a", "b")));
    var client =
        WebSocketClient.builder("ws://127.0.0.1:" + server.port())
            .header("Authorization", basic("a:b"))
            .header("Authorization", basic("a:b"));
    assertThatThrownBy(client::connect).isInstanceOf(InvalidStatusException.class);
    failures.next(FailureKind.UNAUTHORIZED, 401);
  }

  @Test
  void aCheckerThatThrowsIsAHookThatFailed() throws InterruptedException {
    serve(
        BasicAuth.of(
            "here",
            (user, password) -> {
              throw new IllegalStateException("database is down");
            }));
    assertThatThrownBy(() -> connect(basic("a:b"))).hasMessageContaining("500");
    failures.next(FailureKind.HOOK_FAILED, 500);
  }

  @Test
  void nonsenseIsRefusedWhenItIsSet() {
    serve(BasicAuth.of("here", Map.of()));
    assertThatThrownBy(() -> BasicAuth.of("a\nb", Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> BasicAuth.of("here", Map.of("a:b", "c")))
        .hasMessage("user: a:b; must not have a colon");
  }
}
