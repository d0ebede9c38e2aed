package io.hawser.handshake;

import static io.hawser.handshake.Heads.valid;
import static io.hawser.handshake.Heads.withHeaders;
import static io.hawser.handshake.Heads.withLine;
import static io.hawser.handshake.Heads.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.model.Headers;
import io.hawser.model.Request;
import io.hawser.model.Response;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The second half of a server's first step: RFC 6455, 10.2. */
class OriginsTest {
  private static final Origins LISTED = Origins.of("https://a.example", "null");
  private static final Origins PATTERN =
      Origins.builder().allow(Pattern.compile("https://.*\\.example\\.com")).build();

  private static ServerRules rules(Origins origins) {
    return ServerRules.builder().origins(origins).build();
  }

  private static Refusal judge(Origins origins, Request request) {
    return rules(origins).judgeOrigin(request);
  }

  @ParameterizedTest
  @CsvSource({
    "http://example.com, example.com, true",
    "https://example.com, example.com, true",
    "https://EXAMPLE.com, example.COM, true",
    "HTTPS://example.com, example.com:443, true",
    "https://example.com:443, example.com, true",
    "http://example.com:80, example.com, true",
    "http://example.com, example.com:80, true",
    "http://example.com:8765, example.com:8765, true",
    "http://[::1]:8765, [::1]:8765, true",
    "app://example.com, example.com, true",
    "app://example.com:1, example.com:1, true",
    "http://example.com, example.com:8765, false",
    "http://example.com:8765, example.com, false",
    "http://example.com, example.com:443, false",
    "https://example.com, example.com:80, false",
    "app://example.com, example.com:80, false",
    "https://example.com.evil.example, example.com, false",
    "https://evil.example, example.com, false",
    "https://www.example.com, example.com, false",
    "null, example.com, false",
    "null, null, false",
    "file://, example.com, false",
    "https://a:b, a:80, false",
  })
  void sameHostAdmitsItsOwnPages(String origin, String host, boolean admitted) {
    var refusal = judge(Origins.sameHost(), valid("Host", host, "Origin", origin));

    assertThat(refusal == null).isEqualTo(admitted);
  }

  @Test
  void sameHostIsTheDefault() {
    var rules = ServerRules.builder().build();

    assertThat(rules.judgeHead(valid("Origin", "https://example.com"))).isNull();
    assertThat(rules.judgeHead(valid())).isNull();
    assertThat(rules.judgeHead(valid("Origin", "https://evil.example")).kind())
        .isEqualTo(FailureKind.ORIGIN);
    assertThat(rules.judgeHead(valid("Cookie", "a=b")).kind()).isEqualTo(FailureKind.ORIGIN);
  }

  static Stream<Arguments> withoutOrigin() {
    var strict = Origins.builder();
    return Stream.of(
        arguments("same host", Origins.sameHost(), true, false),
        arguments("any", Origins.any(), true, true),
        arguments("nothing", strict.build(), false, false),
        arguments("a list", LISTED, false, false),
        arguments("no origin", Origins.builder().allowNoOrigin().build(), true, true),
        arguments(
            "same host or no origin",
            Origins.builder().allowSameHost().allowNoOrigin().build(),
            true,
            true));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void withoutOrigin(String what, Origins origins, boolean admitted, boolean admittedWithCookie) {
    assertThat(judge(origins, valid()) == null).isEqualTo(admitted);
    assertThat(judge(origins, valid("Cookie", "a=b")) == null).isEqualTo(admittedWithCookie);
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example, true",
    "null, true",
    "https://A.example, false",
    "http://a.example, false",
    "https://a.example:443, false",
    "https://a.example.evil.example, false",
    "https://example.com, false",
  })
  void listAdmitsItsStrings(String origin, boolean admitted) {
    assertThat(judge(LISTED, valid("Origin", origin)) == null).isEqualTo(admitted);
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example.com, true",
    "https://a.b.example.com, true",
    "https://~.example.com, true",
    "https://a.example.com.evil.io, false",
    "http://a.example.com, false",
    "https://example.com, false",
  })
  void patternAdmitsWhatItMatchesFromEndToEnd(String origin, boolean admitted) {
    assertThat(judge(PATTERN, valid("Origin", origin)) == null).isEqualTo(admitted);
  }

  @Test
  void listMayAdmitTheSameHostToo() {
    var origins = Origins.builder().allow("https://a.example").allowSameHost().build();

    assertThat(judge(origins, valid("Origin", "https://a.example"))).isNull();
    assertThat(judge(origins, valid("Origin", "https://example.com"))).isNull();
    assertThat(judge(origins, valid("Origin", "https://b.example"))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com",
        "https:/a",
        "https:a",
        "://a",
        "https://a/",
        "https://a/b",
        "https://a?b",
        "https://a#b",
        "https://u@a",
        "https://a b",
        "https://a https://b",
        "https://a,https://b",
        "https://\u00e4",
        "NULL",
        "https:///"
      })
  void malformedOriginIsRefused(String origin) {
    assertThat(judge(Origins.sameHost(), valid("Origin", origin)).kind())
        .isEqualTo(FailureKind.INVALID_HEADER);
    assertThat(judge(Origins.any(), valid("Origin", origin))).isNull();
  }

  @Test
  void refusalsSayWhatToDo() {
    assertThat(judge(Origins.sameHost(), valid("Origin", "https://evil.example")))
        .isEqualTo(
            refused(
                "origin https://evil.example, host example.com;"
                    + " Origins.Builder.allow(\"https://evil.example\") would admit it"));
    assertThat(judge(LISTED, valid()))
        .isEqualTo(refused("no origin; Origins.Builder.allowNoOrigin() would admit it"));
    var noHost = withLine(without("Host"), "GET", "/", "HTTP/1.0");
    var request =
        withHeaders(
            noHost, noHost.headers().toBuilder().add("Origin", "https://evil.example").build());
    assertThat(judge(Origins.sameHost(), request).detail())
        .startsWith("origin https://evil.example, host missing;");
  }

  @Test
  void refusalsOfMalformedOriginsNameTheHeader() {
    var malformed = judge(LISTED, valid("Origin", "a"));
    var repeated = judge(Origins.any(), valid("Origin", "https://a", "Origin", "https://a"));

    assertThat(malformed.response()).isEqualTo(Response.text(400, "The Origin header is invalid."));
    assertThat(malformed.detail())
        .isEqualTo("header Origin: a; must be such as https://example.com");
    assertThat(repeated.kind()).isEqualTo(FailureKind.INVALID_HEADER);
    assertThat(repeated.detail())
        .isEqualTo("header Origin: https://a, https://a; must not be repeated");
  }

  @Test
  void requestsThatAskForNoUpgradeAreNotJudged() {
    var plain = Headers.of("Host", "example.com", "Origin", "https://evil.example");
    var request = withHeaders(valid(), plain);

    assertThat(judge(Origins.sameHost(), request)).isNull();
    for (var header : new String[] {"Upgrade", "Sec-WebSocket-Key", "sec-websocket-key"}) {
      var asking = withHeaders(request, plain.toBuilder().add(header, "x").build());
      assertThat(judge(Origins.sameHost(), asking)).as(header).isNotNull();
    }
    for (var connection : new String[] {"Upgrade", "keep-alive, UPGRADE", "@"}) {
      var asking = withHeaders(request, plain.toBuilder().add("Connection", connection).build());
      assertThat(judge(Origins.sameHost(), asking)).as(connection).isNotNull();
    }
    var keepAlive = withHeaders(request, plain.toBuilder().add("Connection", "close").build());
    assertThat(judge(Origins.sameHost(), keepAlive)).isNull();
  }

  @Test
  void hostOfTheTargetCountsBeforeTheHeader() {
    var request = valid("Host", "evil.example", "Origin", "https://evil.example");

    assertThat(judge(Origins.sameHost(), request)).isNull();
    assertThat(
            judge(Origins.sameHost(), withLine(request, "GET", "wss://example.com/", "HTTP/1.1")))
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.com", "https://example.com/", "*", "", "https://a b"})
  void listedOriginsMustBeOrigins(String origin) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Origins.of(origin))
        .withMessage("origin: " + origin + "; must be such as https://example.com");
  }

  private static Refusal refused(String detail) {
    return new Refusal(
        FailureKind.ORIGIN,
        Response.text(403, "This origin may not open a connection here."),
        detail,
        null);
  }
}
