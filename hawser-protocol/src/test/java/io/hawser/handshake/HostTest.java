package io.hawser.handshake;

import static io.hawser.handshake.Heads.valid;
import static io.hawser.handshake.Heads.withLine;
import static io.hawser.handshake.Heads.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hawser.model.Response;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The first half of a server's first step: RFC 9112, 3.2. */
class HostTest {
  private static final ServerRules ANY = ServerRules.builder().build();
  private static final ServerRules SOME =
      ServerRules.builder().allowedHosts(List.of("Example.com", "[::1]")).build();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com",
        "EXAMPLE.COM",
        "example.com:80",
        "example.com:",
        "example.com:0",
        "example.com:9090",
        "example.com:65535",
        "example.com:000080",
        "localhost",
        "azAZ09",
        "my_host-1.local.",
        "~!$&'()*+;=",
        "%41%ab%CF",
        "127.0.0.1",
        "[::1]",
        "[::1]:8765",
        "[FE80::a:1.2.3.4]",
      })
  void wellFormedHostPasses(String host) {
    assertThat(ANY.judgeHost(valid("Host", host))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":80",
        "example.com:http",
        "example.com:8x",
        "example.com:-1",
        "example.com:65536",
        "example.com:99999999999999",
        "example.com:80:80",
        "example.com/",
        "a b",
        "a,b",
        "a@b",
        "a?b",
        "a#b",
        "a\\b",
        "a\tb",
        "b\u00fccher.example",
        "%4",
        "%",
        "%4g",
        "%g4",
        "[::1",
        "::1",
        "[]",
        "[:]",
        "[::g]",
        "[::1]8765",
        "[::1]:x",
        "[fe80::1%25eth0]",
        "http://example.com",
      })
  void malformedHostIsRefused(String host) {
    var refusal = ANY.judgeHost(valid("Host", host));

    assertThat(refusal)
        .isEqualTo(badHost("is malformed", "Host is malformed: " + Printable.of(host)));
  }

  @Test
  void colonAloneIsNoPort() {
    assertThat(Authority.parse("example.com:")).isEqualTo(Authority.parse("example.com"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1", "HTTP/1.2", "HTTP/2.0", "HTTP/3.1"})
  void missingHostIsRefused(String version) {
    var request = withLine(without("Host"), "GET", "/", version);

    assertThat(ANY.judgeHost(request)).isEqualTo(badHost("is missing", "Host is missing"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.0", "HTTP/0.9"})
  void earlierVersionsNeedNoHost(String version) {
    assertThat(ANY.judgeHost(withLine(without("Host"), "GET", "/", version))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.0", "HTTP/1.1"})
  void repeatedOrMalformedHostIsRefusedInAnyVersion(String version) {
    var repeated = withLine(valid("Host", "a", "Host", "a"), "GET", "/", version);
    var malformed = withLine(valid("Host", "@"), "GET", "/", version);

    assertThat(ANY.judgeHost(repeated)).isEqualTo(badHost("is repeated", "Host is repeated"));
    assertThat(ANY.judgeHost(malformed)).isEqualTo(badHost("is malformed", "Host is malformed: @"));
  }

  @ParameterizedTest
  @CsvSource({
    "/, example.com, true",
    "/, EXAMPLE.com:8765, true",
    "/, [::1]:8765, true",
    "/, ::1.example.com, false",
    "/, www.example.com, false",
    "/, example.org, false",
    "ws://example.com/, example.org, true",
    "ws://example.org/, example.com, false",
  })
  void onlyAllowedHostsPass(String target, String host, boolean passes) {
    var request = withLine(valid("Host", host), "GET", target, "HTTP/1.1");

    assertThat(SOME.judgeHost(request) == null).isEqualTo(passes);
  }

  @Test
  void refusalOfAnotherHostSaysSo() {
    assertThat(SOME.judgeHost(valid("Host", "example.org")))
        .isEqualTo(badHost("is not served here", "Host is not served here: example.org"));
  }

  @Test
  void headOfAnyRequestIsJudged() {
    var request = withLine(valid("Host", "@"), "POST", "/", "HTTP/1.0");

    assertThat(ANY.judgeHead(request)).isEqualTo(ANY.judgeHost(request)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "example.com:80", "http://example.com", "a b", "::1"})
  void allowedHostsMustBeHosts(String host) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerRules.builder().allowedHosts(List.of(host)))
        .withMessage("allowedHosts: " + host + "; must be such as example.com");
  }

  private static Refusal badHost(String what, String detail) {
    return new Refusal(
        FailureKind.BAD_HOST, Response.text(400, "The Host header " + what + "."), detail, null);
  }
}
