package io.hawser.handshake;

import static io.hawser.handshake.Heads.VALID;
import static io.hawser.handshake.Heads.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.handshake.RequestReader.Progress;
import io.hawser.model.Headers;
import io.hawser.model.Request;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {
  @Test
  void readsAHead() {
    var read = read(VALID);

    assertThat(read.request())
        .isEqualTo(
            new Request(
                "GET",
                "/chat",
                "HTTP/1.1",
                Headers.of(
                    "Host", "example.com",
                    "Upgrade", "websocket",
                    "Connection", "Upgrade",
                    "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==",
                    "Sec-WebSocket-Version", "13")));
    assertThat(read.taken()).isEqualTo(VALID.length());
  }

  @Test
  void leavesWhatFollowsTheHead() {
    var read = read(VALID + "\u0081\u0080....");

    assertThat(read.request()).isEqualTo(read(VALID).request());
    assertThat(read.taken()).isEqualTo(VALID.length());
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /, HTTP/1.1",
    "GET, /%C3%A4?b=c/d?e&f[g]=\"|, HTTP/1.1",
    "GET, //, HTTP/1.1",
    "GET, /, HTTP/1.0",
    "GET, /, HTTP/0.9",
    "GET, /, HTTP/1.2",
    "GET, /, HTTP/2.0",
    "GET, ws://example.com:80/a?b, HTTP/1.1",
    "GET, WSS://[::1]:443, HTTP/1.1",
    "GET, http://example.com, HTTP/1.1",
    "GET, https://example.com?a, HTTP/1.1",
    "HEAD, /, HTTP/1.1",
    "POST, /, HTTP/1.1",
    "OPTIONS, *, HTTP/1.1",
    "OPTIONS, /, HTTP/1.1",
    "CONNECT, example.com:443, HTTP/1.1",
    "get, /, HTTP/1.1",
    "PROPFIND, /, HTTP/1.1",
    "PROPFIND, HTTP://example.com, HTTP/1.1",
    "PROPFIND, wss://example.com, HTTP/1.1",
    "!#$%&'*+-.^_`|~09azAZ, /, HTTP/1.1",
    "PRI, /, HTTP/1.1",
    "SSH, /, HTTP/1.1",
  })
  void readsAnyRequestLineOfItsGrammar(String method, String target, String version) {
    var read = read(method + " " + target + " " + version + "\r\n\r\n");

    assertThat(read.request()).isEqualTo(new Request(method, target, version, Headers.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          'A:b', b
          'A: b', b
          'A: \t b \t', b
          'A: b\tc  d', 'b\tc  d'
          'A:', ''
          'A: \t ', ''
          'A: b:c', b:c
          'A: :', :
          'A: "~', '"~'
          """)
  void trimsTheValueOfAHeader(String line, String value) {
    var read = read("GET / HTTP/1.1\r\n" + line + "\r\n\r\n");

    assertThat(read.request().headers()).isEqualTo(Headers.of("A", value));
  }

  @Test
  void valuesMayHaveAnyLetterOfLatin1() {
    var read = read("GET / HTTP/1.1\r\nA: \u00a0\u0085\u00ff\r\n\r\n");

    assertThat(read.request().headers()).isEqualTo(Headers.of("A", "\u00a0\u0085\u00ff"));
  }

  @Test
  void keepsRepeatedHeadersInOrder() {
    var read = read("GET / HTTP/1.1\r\nB: 1\r\na: 2\r\nA: 3\r\n\r\n");

    assertThat(read.request().headers()).isEqualTo(Headers.of("B", "1", "a", "2", "A", "3"));
  }

  @Test
  void passesOverOneEmptyLineBeforeTheRequest() {
    var read = read("\r\n" + VALID);

    assertThat(read.request()).isEqualTo(read(VALID).request());
    assertThat(read.taken()).isEqualTo(2 + VALID.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "G", "GET /", "GET / HTTP/1.1\r", "\r", "\r\n", "\u0016", "CONNECT a"})
  void wantsMoreWithoutARequestLine(String text) {
    var read = read(text);

    assertThat(read.progress()).isEqualTo(new Progress.More());
    assertThat(read.taken()).isEqualTo(text.length());
    assertThat(read.partial()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          '', 0
          'A: 1', 0
          'A: 1\r', 0
          'A: 1\r\n', 1
          'A: 1\r\nB: 2\r\n\r', 2
          """)
  void tellsTheRequestAsFarAsItWasRead(String headers, int complete) {
    var read = read("GET /a HTTP/1.1\r\n" + headers);

    assertThat(read.progress()).isEqualTo(new Progress.More());
    assertThat(read.partial().target()).isEqualTo("/a");
    assertThat(read.partial().headers().size()).isEqualTo(complete);
  }

  @Test
  void tellsTheRequestAsFarAsItWasReadWhenRefused() {
    var read = read("HEAD /a HTTP/1.1\r\nA: 1\r\nB\r\n");

    assertThat(read.partial())
        .isEqualTo(new Request("HEAD", "/a", "HTTP/1.1", Headers.of("A", "1")));
    assertThat(read("GET /\r\n").partial()).isNull();
  }

  @Test
  void isNotEmptyOnceAByteHasCome() {
    var reader = new RequestReader();
    assertThat(reader.isEmpty()).isTrue();

    reader.read(ByteBuffer.allocate(0));
    assertThat(reader.isEmpty()).isTrue();

    reader.read(ByteBuffer.wrap(new byte[] {'G'}));
    assertThat(reader.isEmpty()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\r\n\r\n", "GET /\r\n", "\0"})
  void takesNothingMoreOnceTheOutcomeIsKnown(String text) {
    var reader = new RequestReader();
    var outcome = reader.read(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    var more = ByteBuffer.wrap(VALID.getBytes(StandardCharsets.ISO_8859_1));

    assertThat(outcome).isNotInstanceOf(Progress.More.class);
    assertThat(reader.read(more)).isSameAs(outcome);
    assertThat(more.position()).isZero();
  }
}
