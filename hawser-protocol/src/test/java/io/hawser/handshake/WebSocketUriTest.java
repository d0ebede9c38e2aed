package io.hawser.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.error.InvalidUriException;
import io.hawser.error.Phase;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6455, 3. */
class WebSocketUriTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ws://example.com               | false | example.com      | 80    | /         | example.com
          wss://example.com              | true  | example.com      | 443   | /         | example.com
          WSS://EXAMPLE.com/             | true  | example.com      | 443   | /         | example.com
          ws://example.com/chat          | false | example.com      | 80    | /chat     | example.com
          ws://example.com/a//b/../c     | false | example.com      | 80    | /a//b/../c | example.com
          ws://example.com?a=b           | false | example.com      | 80    | /?a=b     | example.com
          ws://example.com/a?b?/c@d:e    | false | example.com      | 80    | /a?b?/c@d:e | example.com
          ws://example.com?              | false | example.com      | 80    | /?        | example.com
          ws://example.com:80/           | false | example.com      | 80    | /         | example.com
          ws://example.com:443/          | false | example.com      | 443   | /         | example.com:443
          wss://example.com:443/         | true  | example.com      | 443   | /         | example.com
          wss://example.com:80/          | true  | example.com      | 80    | /         | example.com:80
          ws://example.com:/             | false | example.com      | 80    | /         | example.com
          ws://example.com:1             | false | example.com      | 1     | /         | example.com:1
          ws://example.com:65535         | false | example.com      | 65535 | /         | example.com:65535
          ws://example.com:008765        | false | example.com      | 8765  | /         | example.com:8765
          ws://127.0.0.1:8765/           | false | 127.0.0.1        | 8765  | /         | 127.0.0.1:8765
          ws://my_host-1.local./         | false | my_host-1.local. | 80    | /         | my_host-1.local.
          ws://[::1]                     | false | ::1              | 80    | /         | [::1]
          wss://[2001:DB8::1]:8443/a     | true  | 2001:db8::1      | 8443  | /a        | [2001:db8::1]:8443
          ws://[fe80::1%25eth0]:8765/    | false | fe80::1%eth0     | 8765  | /         | [fe80::1]:8765
          ws://b\u00fccher.example       | false | xn--bcher-kva.example | 80 | /       | xn--bcher-kva.example
          ws://\u4f8b\u3002\u4f8b:81     | false | xn--fsq.xn--fsq  | 81    | /         | xn--fsq.xn--fsq:81
          ws://a/%C3%a4                  | false | a                | 80    | /%C3%a4   | a
          ws://a/\u00e4?\u20ac=\ud83d\ude00x | false | a            | 80    | /%C3%A4?%E2%82%AC=%F0%9F%98%80x | a
          ws://a/\u0080                  | false | a                | 80    | /%C2%80   | a
          """)
  void isTakenApart(
      String text, boolean secure, String host, int port, String resourceName, String authority) {
    var uri = WebSocketUri.parse(text);

    assertThat(uri.secure()).isEqualTo(secure);
    assertThat(uri.host()).isEqualTo(host);
    assertThat(uri.port()).isEqualTo(port);
    assertThat(uri.resourceName()).isEqualTo(resourceName);
    assertThat(uri.authority()).isEqualTo(authority);
    assertThat(uri.authorization()).isNull();
  }

  @Test
  void pathAndQueryKeepWhatNeedsNoEncoding() {
    assertThat(WebSocketUri.parse("ws://a/-._~!$&'()*+,;=:@[]|?/?").resourceName())
        .isEqualTo("/-._~!$&'()*+,;=:@[]|?/?");
  }

  @ParameterizedTest
  @CsvSource({
    "user:pass, user:pass",
    "user, user:",
    "user:, user:",
    ":pass, :pass",
    "'', ':'",
    "user:a:b, user:a:b",
    "us%65r:p%40ss%25, user:p@ss%",
    "%C3%A4:\u00e4\u20ac, \u00e4:\u00e4\u20ac",
    "\ud83d\ude00:%F0%9F%98%80, \ud83d\ude00:\ud83d\ude00",
  })
  void userAndPasswordBecomeAnAuthorization(String userInfo, String credentials) {
    var uri = WebSocketUri.parse("ws://" + userInfo + "@example.com:81/a?b");

    assertThat(uri.authorization()).startsWith("Basic ");
    assertThat(Base64.getDecoder().decode(uri.authorization().substring("Basic ".length())))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(credentials);
    assertThat(uri.authority()).isEqualTo("example.com:81");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          ''; expected ws:// or wss://
          example.com; expected ws:// or wss://
          http://example.com; expected ws:// or wss://
          ws:/example.com; expected ws:// or wss://
          wss:example.com; expected ws:// or wss://
          wsss://example.com; expected ws:// or wss://
          ' ws://example.com'; expected ws:// or wss://
          ws://example.com/#; expected no fragment
          ws://example.com#a; expected no fragment
          ws://; expected a host name
          ws:///a; expected a host name
          ws://:80; expected a host name
          ws://a b; expected a host name
          ws://a%41; expected a host name
          ws://a,b; expected a host name
          ws://a~b; expected a host name
          ws://a\\b; expected a host name
          ws://a|b; expected a host name
          ws://a\uff0fb; expected a host name
          ws://a\uff1ab; expected a host name
          ws://a\ud800; expected a host name
          ws://\u00ad; expected a host name
          ws://::1/; expected a host name
          ws://[::1; expected an IPv6 address in brackets
          ws://[::1]a; expected an IPv6 address in brackets
          ws://[a]; expected an IPv6 address in brackets
          ws://[]; expected an IPv6 address in brackets
          ws://[::1%eth0]; expected an IPv6 address in brackets
          ws://[::\uff11]; expected an IPv6 address in brackets
          ws://[::1%25]; expected the name of a zone behind %25
          ws://[::1%25a+b]; expected the name of a zone behind %25
          ws://[::1%25a b]; expected the name of a zone behind %25
          ws://[::1%25a]b; expected the name of a zone behind %25
          ws://a:b; expected a port of 1 to 65535
          ws://a:0; expected a port of 1 to 65535
          ws://a:-1; expected a port of 1 to 65535
          ws://a:65536; expected a port of 1 to 65535
          ws://a:99999999999999999999; expected a port of 1 to 65535
          ws://a:655350; expected a port of 1 to 65535
          ws://a:80:80; expected a port of 1 to 65535
          ws://a:8\u0663; expected a port of 1 to 65535
          ws://a/b c; expected U+0020 to be percent-encoded
          'ws://a/\t'; expected U+0009 to be percent-encoded
          ws://a/<; expected U+003C to be percent-encoded
          ws://a/?"; expected U+0022 to be percent-encoded
          ws://a/\\; expected U+005C to be percent-encoded
          ws://a/\u007f; expected U+007F to be percent-encoded
          ws://a/%; expected two hexadecimal digits behind %
          ws://a/%4; expected two hexadecimal digits behind %
          ws://a/%4g; expected two hexadecimal digits behind %
          ws://a/%g4; expected two hexadecimal digits behind %
          ws://a/%4\uff11; expected two hexadecimal digits behind %
          ws://a/\ud800; expected no lone surrogate
          ws://a/\udc00b; expected no lone surrogate
          """)
  void isRefused(String text, String rule) {
    assertThatThrownBy(() -> WebSocketUri.parse(text))
        .isInstanceOfSatisfying(
            InvalidUriException.class,
            e -> {
              assertThat(e.rule()).isEqualTo(rule);
              assertThat(e.phase()).isEqualTo(Phase.PREPARE);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          a@b@c; expected one @ at most
          @b; expected one @ at most
          %3Ab; expected no colon in the user name
          a%3Ab; expected no colon in the user name
          a%0D:b; expected no control character in the credentials
          a:b%0A; expected no control character in the credentials
          a:b%C2%85; expected no control character in the credentials
          a%:b; expected two hexadecimal digits behind %
          a:%ff; expected UTF-8 behind percent signs
          a:%C3b; expected UTF-8 behind percent signs
          a\ud800:b; expected no lone surrogate
          """)
  void credentialsAreRefused(String userInfo, String rule) {
    assertThatThrownBy(() -> WebSocketUri.parse("ws://" + userInfo + "@example.com/"))
        .isInstanceOf(InvalidUriException.class)
        .hasMessage("not a WebSocket URI: ws://***@example.com/; " + rule);
  }

  @ParameterizedTest
  @CsvSource({
    "ws://user:secret@example.com/#a, ws://***@example.com/#a",
    "ws://user:sec/ret@example.com/#a, ws://***@example.com/#a",
    "ws://example.com/a?secret#a, ws://example.com/a?***",
    "user:secret@example.com, ***@example.com",
    "://user:secret@example.com, ://***@example.com",
    "@example.com, ***@example.com",
    "?secret, ?***",
    "user:secret@example.com/ws://, ***@example.com/ws://",
    "ws://a b\u009b/, ws://a b\\u009b/",
    "ws:///, ws:///",
  })
  void refusalsMaskCredentialsAndQuery(String text, String shown) {
    assertThatThrownBy(() -> WebSocketUri.parse(text))
        .isInstanceOfSatisfying(
            InvalidUriException.class, e -> assertThat(e.text()).isEqualTo(shown))
        .message()
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "ws://user:secret@example.com:81/a?secret, ws://***@example.com:81/a?***",
    "wss://example.com, wss://example.com/",
    "wss://[::1]:1/?, wss://[::1]:1/?***",
  })
  void isShownWithoutCredentialsAndQuery(String text, String shown) {
    assertThat(WebSocketUri.parse(text)).hasToString(shown);
  }

  @Test
  void isMadeOfAUri() {
    assertThat(WebSocketUri.of(URI.create("wss://user@example.com:81/a?b")))
        .hasToString("wss://***@example.com:81/a?***");
    assertThatThrownBy(() -> WebSocketUri.of(URI.create("mailto:a@b")))
        .isInstanceOf(InvalidUriException.class)
        .hasMessage("not a WebSocket URI: ***@b; expected ws:// or wss://");
  }
}
