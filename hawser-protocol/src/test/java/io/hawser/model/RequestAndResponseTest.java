package io.hawser.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestAndResponseTest {
  private static Request get(String target) {
    return new Request("GET", target, "HTTP/1.1", Headers.of("Cookie", "id=secret"));
  }

  @Test
  void splitsTheTargetAtItsFirstQuestionMark() {
    assertThat(get("/chat?a=1?b").path()).isEqualTo("/chat");
    assertThat(get("/chat?a=1?b").query()).isEqualTo("a=1?b");
    assertThat(get("/chat").path()).isEqualTo("/chat");
    assertThat(get("/chat").query()).isEmpty();
    assertThat(get("/?").query()).isEmpty();
  }

  @Test
  void aRequestShowsNeitherQueryNorCredentials() {
    assertThat(get("/chat?token=secret")).hasToString("GET /chat?*** HTTP/1.1{Cookie: ***}");
    assertThat(get("/chat")).hasToString("GET /chat HTTP/1.1{Cookie: ***}");
  }

  @Test
  void aResponseShowsNeitherBodyNorCredentials() {
    var response =
        new Response(
            403,
            "Forbidden",
            Headers.of("Set-Cookie", "id=secret"),
            "secret".getBytes(StandardCharsets.UTF_8));
    assertThat(response).hasToString("HTTP 403 Forbidden{Set-Cookie: ***}, 6 bytes of body");
    assertThat(response.text()).isEqualTo("secret");
  }

  @Test
  void aTextResponseIsALineOfUtf8() {
    Response response = Response.text(404, "nothing here: é");
    assertThat(response.status()).isEqualTo(404);
    assertThat(response.reason()).isEqualTo("Not Found");
    assertThat(response.headers().first("content-type")).contains("text/plain; charset=utf-8");
    assertThat(response.text()).isEqualTo("nothing here: é\n");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        101, 200, 204, 301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 408, 414, 426, 429, 431,
        500, 503, 505
      })
  void knowsThePhraseOfEachStatusItGives(int status) {
    assertThat(Response.text(status, "").reason()).isNotEmpty();
    assertThat(Response.text(599, "").reason()).isEmpty();
  }

  @Test
  void refusesWhatHttpCannotCarry() {
    assertThatThrownBy(() -> new Response(99, "", Headers.empty(), new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("status: 99; must be 100 to 999");
    assertThatThrownBy(() -> new Response(1000, "", Headers.empty(), new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Response(200, "a\r\nb", Headers.empty(), new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("reason phrase has a character that HTTP cannot carry");
  }

  @Test
  void responsesEqualByContents() {
    Response response = Response.text(404, "a");
    assertThat(response)
        .isEqualTo(Response.text(404, "a"))
        .hasSameHashCodeAs(Response.text(404, "a"))
        .isNotEqualTo(Response.text(404, "b"))
        .isNotEqualTo(Response.text(403, "a"))
        .isNotEqualTo(response.withHeaders(Headers.empty()));
    assertThat(response.withHeaders(Headers.of("A", "b")).headers())
        .isEqualTo(Headers.of("A", "b"));
  }
}
