package io.hawser.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.model.Headers;
import io.hawser.model.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What peers sent, as it stands in logs. */
class SecretsTest {
  private static final Request REQUEST =
      new Request(
          "GET",
          "/chat?token=query%20secret&n=7&flag",
          "HTTP/1.1",
          Headers.of(
              "Authorization", "Basic YW5uOmh1bnRlcjI=", // ann:hunter2
              "proxy-authorization", "Bearer proxy-secret",
              "Cookie", "sid=first-secret; theme=second-secret",
              "Cookie", "third=third-secret"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic YW5uOmh1bnRlcjI=",
        "YW5uOmh1bnRlcjI=",
        "ann:hunter2",
        "hunter2",
        "Bearer proxy-secret",
        "proxy-secret",
        "first-secret",
        "second-secret",
        "sid=first-secret; theme=second-secret",
        "third-secret",
        "query%20secret",
        "query secret",
        "token=query%20secret&n=7&flag",
        "7"
      })
  void theSecretsOfARequestAreMaskedWhereverTheyStand(String secret) {
    var secrets = Secrets.of(REQUEST);
    assertThat(secrets.shown(secret)).isEqualTo("***");
    assertThat(secrets.shown("For input: \"" + secret + "\" at 17 of " + secret))
        .isEqualTo("For input: \"***\" at 17 of ***");
  }

  @Test
  void whatIsNoSecretStays() {
    assertThat(Secrets.of(REQUEST).shown("no room lobby at /chat"))
        .isEqualTo("no room lobby at /chat");
    assertThat(Secrets.of(null).shown("hunter2")).isEqualTo("hunter2");
  }

  @Test
  void shortSecretsAreMaskedAsWholeWordsOnly() {
    var secrets = Secrets.of(withHeader("Cookie", "n=7; pin=abcd"));
    assertThat(secrets.shown("7 or a7 or 7a")).isEqualTo("*** or a7 or 7a");
    assertThat(secrets.shown("a7")).isEqualTo("a7");
    assertThat(secrets.shown("1abcd2")).isEqualTo("1***2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"YW5uOmtldsO8", "YW5uOmtldvw="}) // ann:kevü in UTF-8, in ISO-8859-1
  void passwordIsMaskedInEitherEncoding(String credentials) {
    var secrets = Secrets.of(withHeader("Authorization", "basic " + credentials));
    assertThat(secrets.shown("not kevü")).isEqualTo("not ***");
  }

  @Test
  void whatIsNotEncodedAsItShouldBeIsMaskedAsItIs() {
    var secrets =
        Secrets.of(withHeader("Cookie", "sid=%zz-secret", "Authorization", "Basic no-base64"));
    assertThat(secrets.shown("%zz-secret or no-base64")).isEqualTo("*** or ***");
  }

  private static Request withHeader(String... headers) {
    return new Request("GET", "/", "HTTP/1.1", Headers.of(headers));
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.com/a?token=x&y=z, https://example.com/a?***",
    "/a?b /c?d, /a?*** /c?***",
    "?token=x, ?***",
    "see ?token=x, see ?***",
    "why? because, why? because",
    "at the end?, at the end?",
    "https://ann:pw@example.com/, https://***@example.com/",
    "https://ann:p@w@example.com/, https://***@example.com/",
    "ws://host/a@b, ws://host/a@b",
    "a@b, a@b",
    "ann:pw@host, ***@host",
    "Host: ann:pw@host:1 a:b, Host: ***@host:1 a:b",
    "@host :@host, @host ***@host",
    "ws://@host/, ws://***@host/",
    "http://u:p@h/?a@b http://u:p@h, http://***@h/?*** http://***@h",
  })
  void queriesAndUsersOfUrisAreMasked(String text, String shown) {
    assertThat(Printable.of(text)).isEqualTo(shown);
  }

  @Test
  void textIsPrintableAndCut() {
    assertThat(Printable.of("a\r\nb\u001b[31m\u007f\u00e9\u2028"))
        .isEqualTo("a\\u000d\\u000ab\\u001b[31m\\u007f\\u00e9\\u2028");
    assertThat(Printable.of("x".repeat(300))).isEqualTo("x".repeat(256) + "...");
    assertThat(Printable.of("x".repeat(250) + "?secret")).doesNotContain("secret");
  }
}
