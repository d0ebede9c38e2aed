package io.hawser.handshake;

import static io.hawser.handshake.Heads.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.handshake.RequestReader.Progress;
import io.hawser.model.Response;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP that breaks its grammar: the last byte of each row is the one that tells. */
class MalformedHeadTest {
  private static final String BAD_CHARACTER =
      "request target with a character that must be encoded";

  static Stream<Arguments> requestLines() {
    return Stream.of(
        arguments("GET /\r\n", "request line without a version"),
        arguments("GET \r\n", "request line without a version"),
        arguments("GET  \r\n", "bad HTTP version"),
        arguments("GET / \r\n", "bad HTTP version"),
        arguments("GET / HTTP\r\n", "bad HTTP version"),
        arguments("GET / HTTP/1\r\n", "bad HTTP version"),
        arguments("GET / HTTP/1.\r\n", "bad HTTP version"),
        arguments("GET / HTTP/1.1x\r\n", "bad HTTP version"),
        arguments("GET / HTTP/1.x\r\n", "bad HTTP version"),
        arguments("GET / HTTP/x.1\r\n", "bad HTTP version"),
        arguments("GET / HTTP/:.1\r\n", "bad HTTP version"),
        arguments("GET / HTTP/1./\r\n", "bad HTTP version"),
        arguments("GET / HTTP/1,1\r\n", "bad HTTP version"),
        arguments("GET / HTTP/11\r\n", "bad HTTP version"),
        arguments("GET / HTTP/2\r\n", "bad HTTP version"),
        arguments("GET / http/1.1\r\n", "bad HTTP version"),
        arguments("GET / /1.1\r\n", "bad HTTP version"),
        arguments("GET / @/1.1\r\n", "bad HTTP version"),
        arguments("GET / XTTP1.1\r\n", "bad HTTP version"),
        arguments("GET / HTTP/1.1 \r\n", "bad HTTP version"),
        arguments("GET / HTTP/1.1\t\r\n", "bad HTTP version"),
        arguments("GET  / HTTP/1.1\r\n", BAD_CHARACTER),
        arguments("GET /a b HTTP/1.1\r\n", BAD_CHARACTER),
        arguments("GET /\t HTTP/1.1\r\n", BAD_CHARACTER),
        arguments("GET /\u00e4 HTTP/1.1\r\n", BAD_CHARACTER),
        arguments("FOO  / HTTP/1.1\r\n", BAD_CHARACTER),
        arguments("GET /#a HTTP/1.1\r\n", "request target with a fragment"),
        arguments("GET a HTTP/1.1\r\n", "bad request target"),
        arguments("GET * HTTP/1.1\r\n", "bad request target"),
        arguments("OPTIONS ** HTTP/1.1\r\n", "bad request target"),
        arguments("GET ?a HTTP/1.1\r\n", "bad request target"),
        arguments("GET ftp://a HTTP/1.1\r\n", "bad request target"),
        arguments("GET ws:// HTTP/1.1\r\n", "bad request target"),
        arguments("GET ws:///a HTTP/1.1\r\n", "bad request target"),
        arguments("GET ws:/a HTTP/1.1\r\n", "bad request target"),
        arguments("GET ws://u@a HTTP/1.1\r\n", "bad request target"),
        arguments("GET ws://a:b HTTP/1.1\r\n", "bad request target"),
        arguments("GET a:80 HTTP/1.1\r\n", "bad request target"),
        arguments("CONNECT / HTTP/1.1\r\n", "bad request target"),
        arguments("GET / HTTP/1.1\n", "LF without CR"),
        arguments("GET / HTTP/1.1\rH", "CR without LF"),
        arguments("GET / HTTP/1.1\r\r", "CR without LF"),
        arguments("GET /\0", "NUL"),
        arguments("GET /\u0001", "control character"),
        arguments("GET /\u001f", "control character"),
        arguments("GET /\u007f", "control character"),
        arguments("GET /\u000b", "control character"));
  }

  static Stream<Arguments> headers() {
    return Stream.of(
        arguments("A\r\n", "header line without a colon"),
        arguments(": b\r\n", "header without a name"),
        arguments("A : b\r\n", "space before the colon of a header"),
        arguments("A\t: b\r\n", "space before the colon of a header"),
        arguments("A B: c\r\n", "header name is not a token"),
        arguments("A@: b\r\n", "header name is not a token"),
        arguments("\u00c4: b\r\n", "header name is not a token"),
        arguments("A: b\r\n c\r\n", "folded header line"),
        arguments("A: b\r\n\tc: d\r\n", "folded header line"),
        arguments("A: b\r\n \r\n", "folded header line"),
        arguments(" A: b\r\n", "folded header line"),
        arguments("A: b\n", "LF without CR"),
        arguments("\n", "LF without CR"),
        arguments("A: b\rc", "CR without LF"),
        arguments("\r\r", "CR without LF"),
        arguments("A: \0", "NUL"),
        arguments("A\0", "NUL"),
        arguments("A: \u0008", "control character"),
        arguments("A: \u007f", "control character"),
        arguments("A: \u001b", "control character"));
  }

  static Stream<Arguments> lengths() {
    return Stream.of(
        arguments("Content-Length: x", "bad Content-Length"),
        arguments("Content-Length:", "bad Content-Length"),
        arguments("Content-Length: +5", "bad Content-Length"),
        arguments("Content-Length: -1", "bad Content-Length"),
        arguments("Content-Length: 5, 5", "bad Content-Length"),
        arguments("Content-Length: 0x5", "bad Content-Length"),
        arguments("Content-Length: 5:", "bad Content-Length"),
        arguments("Content-Length: 5\r\ncontent-length: 5", "repeated Content-Length"),
        arguments(
            "Content-Length: 5\r\nTransfer-Encoding: chunked",
            "both Content-Length and Transfer-Encoding"),
        arguments(
            "Transfer-Encoding: x\r\nContent-Length: 0",
            "both Content-Length and Transfer-Encoding"));
  }

  @ParameterizedTest
  @MethodSource("requestLines")
  void requestLineIsRefused(String text, String rule) {
    isRefused(text, rule);
  }

  @ParameterizedTest
  @MethodSource("headers")
  void headerIsRefused(String text, String rule) {
    isRefused("GET / HTTP/1.1\r\n" + text, rule);
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void lengthIsRefused(String text, String rule) {
    isRefused("POST / HTTP/1.1\r\n" + text + "\r\n\r\n", rule);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "00", "5", "99999999999999999999999999999999"})
  void lengthIsRead(String length) {
    var request = read("POST / HTTP/1.1\r\nContent-Length: " + length + "\r\n\r\n").request();

    assertThat(request.headers().first("Content-Length")).contains(length);
  }

  private static void isRefused(String text, String rule) {
    assertThat(read(text.substring(0, text.length() - 1)).progress())
        .isEqualTo(new Progress.More());
    var read = read(text);
    assertThat(read.refusal())
        .isEqualTo(
            new Refusal(
                FailureKind.MALFORMED,
                Response.text(400, "The request breaks the grammar of HTTP: " + rule + "."),
                rule,
                null));
    assertThat(read.taken()).isEqualTo(text.length());
  }
}
