package io.hawser.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTest {
  @ParameterizedTest
  @CsvSource({
    "/, /, ''",
    "/a/b?c=d?e, /a/b, c=d?e",
    "/?, /, ''",
    "/a?b=http://c/d, /a, b=http://c/d",
    "/a://b/c, /a://b/c, ''",
    "ws://example.com:80/a?b, /a, b",
    "ws://example.com, /, ''",
    "ws://example.com?b, /, b",
    "*, *, ''",
    "example.com:443, example.com:443, ''",
  })
  void targetHasPathAndQuery(String target, String path, String query) {
    var request = new Request("GET", target, "HTTP/1.1", Headers.empty());

    assertThat(request.path()).isEqualTo(path);
    assertThat(request.query()).isEqualTo(query);
  }
}
