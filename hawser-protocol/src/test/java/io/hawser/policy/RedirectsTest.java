package io.hawser.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hawser.error.RedirectException;
import io.hawser.handshake.WebSocketUri;
import io.hawser.model.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where redirects lead, and which are not followed. */
class RedirectsTest {
  private static final WebSocketUri FROM = WebSocketUri.parse("ws://u:p@a.example:81/b/c?d=e");

  private static Redirects.Target next(WebSocketUri from, String location) {
    return Redirects.defaults()
        .next(from, Failures.response(302, "Location", location), 0)
        .orElseThrow();
  }

  private static String where(WebSocketUri uri) {
    return (uri.secure() ? "wss://" : "ws://") + uri.authority() + uri.resourceName();
  }

  @ParameterizedTest
  @CsvSource({
    "ws://a.example:81/x, ws://a.example:81/x, false",
    "http://a.example:81/x?y, ws://a.example:81/x?y, false",
    "HTTP://A.example:81/x, ws://a.example:81/x, false",
    "//a.example:81/x, ws://a.example:81/x, false",
    "/x, ws://a.example:81/x, false",
    "x, ws://a.example:81/b/x, false",
    "../x, ws://a.example:81/x, false",
    "?x, ws://a.example:81/b/c?x, false",
    "'', ws://a.example:81/b/c, false",
    "/x#y, ws://a.example:81/x, false",
    "' /x ', ws://a.example:81/x, false",
    "ws://u:q@a.example:81/x, ws://a.example:81/x, false",
    "ws://a.example/x, ws://a.example/x, true",
    "ws://b.example:81/x, ws://b.example:81/x, true",
    "//b.example, ws://b.example/, true",
    "wss://a.example:81/x, wss://a.example:81/x, true",
    "https://a.example/x, wss://a.example/x, true",
    "http://[::1]:81/x, ws://[::1]:81/x, true"
  })
  void leadsTo(String location, String to, boolean crossesOrigins) {
    var target = next(FROM, location);
    assertThat(where(target.uri())).isEqualTo(to);
    assertThat(target.crossesOrigins()).isEqualTo(crossesOrigins);
    assertThat(target.uri().authorization()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 301, 302, 303, 307, 308})
  void isFollowedWithStatus(int status) {
    assertThat(Redirects.defaults().next(FROM, Failures.response(status, "Location", "/x"), 0))
        .isPresent();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 304, 305, 306, 400, 503})
  void isNoRedirectWithStatus(int status) {
    assertThat(Redirects.defaults().next(FROM, Failures.response(status, "Location", "/x"), 0))
        .isEmpty();
  }

  @Test
  void withoutLocationIsNoRedirect() {
    assertThat(Redirects.defaults().next(FROM, Failures.response(302), 0)).isEmpty();
  }

  @Test
  void tenAreFollowedAndNoMore() {
    var again = Failures.response(302, "Location", "/b/c?secret");
    assertThat(Redirects.defaults().next(FROM, again, 9)).isPresent();
    assertThatExceptionOfType(RedirectException.class)
        .isThrownBy(() -> Redirects.defaults().next(FROM, again, 10))
        .withMessage(
            "redirect from ws://a.example:81 to ws://a.example:81 not followed; at most 10"
                + " redirects are followed");
    assertThatExceptionOfType(RedirectException.class)
        .isThrownBy(() -> Redirects.defaults().withMost(1).next(FROM, again, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "ws://a.example/, must not leave TLS",
    "http://a.example/, must not leave TLS",
    "ftp://a.example/, 'must be ws, wss, http or https'",
    "mailto:a@a.example, 'must be ws, wss, http or https'",
    "https://a b/, Location is not a URI",
    "https://, Location is not a URI",
    "https:/x, not a WebSocket URI; expected a host name",
    "https://a%2eb/, not a WebSocket URI; expected a host name"
  })
  void isNotFollowed(String location, String rule) {
    assertThatExceptionOfType(RedirectException.class)
        .isThrownBy(() -> next(WebSocketUri.parse("wss://a.example/"), location))
        .satisfies(e -> assertThat(e.rule()).isEqualTo(rule))
        .satisfies(e -> assertThat(e.from()).hasHost("a.example"));
  }

  @Test
  void mayBeHeldWithinAnOrigin() {
    var within = Redirects.defaults().withinOrigin();
    assertThat(within.next(FROM, Failures.response(302, "Location", "/x"), 0)).isPresent();
    assertThatExceptionOfType(RedirectException.class)
        .isThrownBy(
            () -> within.next(FROM, Failures.response(302, "Location", "ws://b.example/"), 0))
        .withMessageEndingWith("must stay within one origin");
  }

  @Test
  void mayBeLeftAlone() {
    assertThat(Redirects.none().next(FROM, Failures.response(302, "Location", "/x"), 0)).isEmpty();
  }

  @Test
  void whatIsSecretStaysBehind() {
    var headers =
        Headers.builder()
            .add("authorization", "a")
            .add("Cookie", "b")
            .add("Proxy-Authorization", "c")
            .add("Host", "d")
            .addSensitive("X-Key", "e")
            .add("X-Kept", "f")
            .build();
    assertThat(Redirects.forOtherOrigin(headers)).isEqualTo(Headers.of("X-Kept", "f"));
  }

  @Test
  void nonsenseIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Redirects.defaults().withMost(0))
        .withMessage("redirects: 0; must be 1 to 50");
  }
}
