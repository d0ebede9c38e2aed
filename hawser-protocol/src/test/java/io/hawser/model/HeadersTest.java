package io.hawser.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Header fields (RFC 9110, 5). */
class HeadersTest {
  @Test
  void findsFieldsWithoutRegardToCase() {
    Headers headers = Headers.of("Host", "a", "X-Id", "1", "x-id", "2");
    assertThat(headers.first("X-ID")).contains("1");
    assertThat(headers.all("x-Id")).containsExactly("1", "2");
    assertThat(headers.first("Origin")).isEmpty();
    assertThat(headers.all("Origin")).isEmpty();
    assertThat(headers.contains("HOST")).isTrue();
    assertThat(headers.contains("Hos")).isFalse();
    assertThat(headers.size()).isEqualTo(3);
    assertThat(Headers.empty().size()).isZero();
  }

  @Test
  void keepsTheOrder() {
    var seen = new ArrayList<String>();
    Headers.of("B", "1", "A", "2").forEach((name, value) -> seen.add(name + value));
    assertThat(seen).containsExactly("B1", "A2");
  }

  @Test
  void buildsOnOtherHeaders() {
    Headers headers = Headers.of("A", "1", "B", "2", "a", "3");
    assertThat(headers.toBuilder().set("A", "4").build()).isEqualTo(Headers.of("B", "2", "A", "4"));
    assertThat(headers.toBuilder().remove("a").build()).isEqualTo(Headers.of("B", "2"));
    assertThat(Headers.builder().add("C", "5").addAll(headers).build())
        .isEqualTo(Headers.of("C", "5", "A", "1", "B", "2", "a", "3"))
        .hasSameHashCodeAs(Headers.of("C", "5", "A", "1", "B", "2", "a", "3"));
    // what was built does not change
    assertThat(headers.size()).isEqualTo(3);
    assertThat(headers).isNotEqualTo(Headers.of("A", "1"));
  }

  @Test
  void takesBlanksOffAValue() {
    assertThat(Headers.of("A", " \tb c\t ").first("a")).contains("b c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "A:", "A B", "A\r\nB", "\u00e9", "A\u0000", "(a)", "a/b", "\"a\""})
  void refusesANameThatIsNoToken(String name) {
    assertThatThrownBy(() -> Headers.of(name, "a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("header name: \"")
        .hasMessageEndingWith("\"; must be a token of RFC 9110")
        .message()
        .doesNotContain("\r", "\n", "\u0000", "\u00e9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\r\nSet-Cookie: b", "a\nb", "a\rb", "\u0000", "\u007F", "\u0001", "\u0100", "€"})
  void refusesAValueThatWouldEndItsLine(String value) {
    assertThatThrownBy(() -> Headers.of("A", value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("value of header A has a control character or one beyond Latin-1");
  }

  @Test
  void takesTabsAndLatin1() {
    assertThat(Headers.isValue("a\tb \u00e9\u00ff~")).isTrue();
    assertThat(Headers.isValue("")).isTrue();
    assertThat(Headers.isName("!#$%&'*+-.^_`|~09azAZ")).isTrue();
  }

  @Test
  void refusesANameWithoutAValue() {
    assertThatThrownBy(() -> Headers.of("A"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("headers: 1 strings; must be names and values in turn");
  }

  @Test
  void masksCredentials() {
    assertThat(
            Headers.of(
                "Host", "a",
                "AUTHORIZATION", "Bearer secret",
                "Proxy-Authorization", "Basic secret",
                "cookie", "id=secret",
                "Set-Cookie", "id=secret"))
        .hasToString(
            "{Host: a, AUTHORIZATION: ***, Proxy-Authorization: ***, cookie: ***, Set-Cookie:"
                + " ***}");
    assertThat(Headers.empty()).hasToString("{}");
  }
}
