package io.hawser.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.error.InvalidHeaderException;
import io.hawser.extension.ExtensionOffer;
import io.hawser.extension.ExtensionOffer.Parameter;
import io.hawser.model.Headers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110, 5.6, and RFC 6455, 9.1. */
class HeaderListsTest {
  private static List<ExtensionOffer> extensions(String... values) {
    var headers = Headers.builder();
    for (var value : values) {
      headers.add("Sec-WebSocket-Extensions", value);
    }
    return HeaderLists.extensions(headers.build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          foo                        | foo
          foo,bar                    | foo & bar
          `\tfoo\t,\tbar\t`          | foo & bar
          ,, foo , ,                 | foo
          foo;a                      | foo; a
          `foo ; a ; b = c ;d=e,bar` | foo; a; b=c; d=e & bar
          foo; a="b"                 | foo; a=b
          foo; a="\\b\\c"            | foo; a=bc
          foo; a="b";c, bar          | foo; a=b; c & bar
          foo; a; a=1; a=2, foo; a   | foo; a; a=1; a=2 & foo; a
          """)
  void extensionsHaveParameters(String value, String expected) {
    assertThat(extensions(value).stream().map(ExtensionOffer::toString))
        .containsExactly(expected.split(" & "));
  }

  @Test
  void parametersKeepWhetherTheyHaveAValue() {
    assertThat(extensions("foo; a; b=c"))
        .containsExactly(
            new ExtensionOffer("foo", List.of(new Parameter("a", null), new Parameter("b", "c"))));
  }

  @Test
  void tokensMayHaveAllTheirCharacters() {
    var token = "!#$%&'*+-.^_`|~09azAZ";

    assertThat(extensions(token)).containsExactly(new ExtensionOffer(token, List.of()));
    assertThat(HeaderLists.connection(Headers.of("Connection", token))).containsExactly(token);
  }

  @Test
  void fieldsAreOneList() {
    assertThat(extensions("foo", "bar, baz").stream().map(ExtensionOffer::name))
        .containsExactly("foo", "bar", "baz");
    assertThat(extensions()).isEmpty();
  }

  @Test
  void protocolsMayHaveVersions() {
    assertThat(HeaderLists.upgrade(Headers.of("Upgrade", "websocket, HTTP/2.0 ,IRC/6.9,")))
        .containsExactly("websocket", "HTTP/2.0", "IRC/6.9");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``            | expected at least one element
          ,             | expected at least one element
          `, ,`         | expected at least one element
          ;             | expected a token at index 0
          foo bar       | expected a comma at index 4
          foo=bar       | expected a comma at index 3
          foo/bar       | expected a comma at index 3
          foo;          | expected a token at index 4
          foo;;         | expected a token at index 4
          foo;,bar      | expected a token at index 4
          foo; a=       | expected a token at index 7
          foo; a= ;     | expected a token at index 8
          foo; =b       | expected a token at index 5
          foo; a b      | expected a comma at index 7
          foo; a=b c    | expected a comma at index 9
          foo; a=b=c    | expected a comma at index 8
          foo; a="      | expected a closing quote at index 8
          foo; a="b     | expected a closing quote at index 9
          foo; a="b\\   | expected a closing quote at index 10
          foo; a=""     | expected a token in quotes at index 9
          foo; a="b c"  | expected a character of a token at index 9
          foo; a="b,c"  | expected a character of a token at index 9
          foo; a="\\""  | expected a character of a token at index 9
          foo; a="b"c   | expected a comma at index 10
          foo, "bar"    | expected a token at index 5
          f\u00e4       | expected a comma at index 1
          """)
  void brokenGrammarIsRefused(String value, String rule) {
    assertThatThrownBy(() -> extensions("foo", value))
        .isInstanceOfSatisfying(
            InvalidHeaderException.class,
            e -> {
              assertThat(e.name()).isEqualTo("Sec-WebSocket-Extensions");
              assertThat(e.value()).isEqualTo(Printable.of(value));
              assertThat(e.rule()).isEqualTo(rule);
            });
  }

  /** A million characters: anything worse than linear time would not come to an end. */
  @Test
  void timeIsLinear() {
    int many = 200_000;

    assertThat(extensions("a;b".repeat(many).replace("ba", "b,a"))).hasSize(many);
    assertThat(extensions(",".repeat(1_000_000) + "a")).hasSize(1);
    assertThat(extensions("a" + ";b".repeat(many)).get(0).parameters()).hasSize(many);
    assertThat(extensions("a; b=\"" + "\\c".repeat(many) + "\"")).hasSize(1);
    assertThat(extensions("a" + " ".repeat(1_000_000) + ",b")).hasSize(2);
    assertThat(HeaderLists.connection(Headers.of("Connection", "a,".repeat(many)))).hasSize(many);
    assertThatThrownBy(() -> extensions("a;b=" + "\"".repeat(many)))
        .isInstanceOf(InvalidHeaderException.class);
  }
}
