package io.hawser.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hawser.model.Headers;
import io.hawser.model.Request;
import io.hawser.model.Response;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadWriterTest {
  @Test
  void writesLatin1() {
    var request = new Request("GET", "/", "HTTP/1.1", Headers.of("A", "\u00e4\u00ff", "B", ""));

    assertThat(HeadWriter.request(request))
        .isEqualTo(
            "GET / HTTP/1.1\r\nA: \u00e4\u00ff\r\nB: \r\n\r\n"
                .getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void writesBodiesAsTheyAre() {
    var response = new Response(200, "OK", Headers.of("A", "b"), new byte[] {0, -1});

    assertThat(HeadWriter.response(response))
        .asString(StandardCharsets.ISO_8859_1)
        .isEqualTo("HTTP/1.1 200 OK\r\nA: b\r\n\r\n\0\u00ff");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          'G T', /, HTTP/1.1, method: not a token of RFC 9110
          'GET\r\n', /, HTTP/1.1, method: not a token of RFC 9110
          '', /, HTTP/1.1, method: not a token of RFC 9110
          GET, '', HTTP/1.1, 'target: must be visible ASCII, not empty'
          GET, '/ HTTP/1.1', HTTP/1.1, 'target: must be visible ASCII, not empty'
          GET, '/\r\nA: b', HTTP/1.1, 'target: must be visible ASCII, not empty'
          GET, '/\u00e4', HTTP/1.1, 'target: must be visible ASCII, not empty'
          GET, '/\u007f', HTTP/1.1, 'target: must be visible ASCII, not empty'
          GET, /, 'HTTP/1.1\r\nA: b', version: must be such as HTTP/1.1
          """)
  void requestLineCannotBeSplit(String method, String target, String version, String message) {
    var request = new Request(method, target, version, Headers.empty());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> HeadWriter.request(request))
        .withMessage("request " + message);
  }
}
