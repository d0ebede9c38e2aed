package io.hawser.handshake;

import static io.hawser.handshake.Heads.sameAtEverySplit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.error.InvalidMessageException;
import io.hawser.handshake.ResponseReader.Progress;
import io.hawser.model.Headers;
import io.hawser.model.Response;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseReaderTest {
  private static final String OPENS = "HTTP/1.1 101 Switching Protocols\r\nA: b\r\n\r\n";

  /** What a reader made of a text: one of response and rule, or neither; and what at its end. */
  private record Read(Response response, String rule, int taken, Response atEnd) {}

  private static Read read(String text) {
    return sameAtEverySplit(
        text.getBytes(StandardCharsets.ISO_8859_1), ResponseReaderTest::readPieces);
  }

  private static Read readPieces(List<ByteBuffer> pieces) {
    var reader = new ResponseReader();
    int taken = 0;
    Response response = null;
    for (var piece : pieces) {
      int before = piece.remaining();
      try {
        if (reader.read(piece) instanceof Progress.Done done) {
          response = done.response();
        }
      } catch (InvalidMessageException e) {
        return new Read(null, e.rule(), taken + before - piece.remaining(), null);
      }
      taken += before - piece.remaining();
    }
    return new Read(response, null, taken, reader.endOfStream());
  }

  private static Response response(int status, String reason, String body, String... headers) {
    return new Response(
        status, reason, Headers.of(headers), body.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void readsTheAnswerThatOpensAConnection() {
    var expected = response(101, "Switching Protocols", "", "A", "b");

    assertThat(read(OPENS + "\u0081\0"))
        .isEqualTo(new Read(expected, null, OPENS.length(), expected));
    assertThat(read(OPENS.substring(0, OPENS.length() - 1)))
        .isEqualTo(new Read(null, null, OPENS.length() - 1, null));
  }

  @Test
  void lengthOfTheAnswerThatOpensAConnectionIsNoConcern() {
    var text = "HTTP/1.1 101 \r\nContent-Length: x\r\nTransfer-Encoding: chunked\r\n\r\n";

    assertThat(read(text + "a").taken()).isEqualTo(text.length());
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 200 OK, 200, OK",
    "HTTP/1.0 503 Try again later, 503, Try again later",
    "HTTP/1.2 404 , 404, ''",
    "HTTP/1.1 404, 404, ''",
    "HTTP/1.1 404  x, 404, ' x'",
    "HTTP/1.1 999 \u00e4\tb, 999, \u00e4\tb",
  })
  void readsAnyStatusLineOfItsGrammar(String line, int status, String reason) {
    var text = line + "\r\nContent-Length: 0\r\n\r\n";
    var expected = response(status, reason, "", "Content-Length", "0");

    assertThat(read(text)).isEqualTo(new Read(expected, null, text.length(), expected));
  }

  static Stream<Arguments> bodies() {
    return Stream.of(
        arguments("a length", "Content-Length: 3", "abc", "abc"),
        arguments("no length", "Content-Length: 0", "", ""),
        arguments("one chunk", CHUNKED, "3\r\nabc\r\n0\r\n", "abc"),
        arguments(
            "two chunks", CHUNKED, "1\r\na\r\n00F\r\n123456789012345\r\n0\r\n", "a123456789012345"),
        arguments(
            "chunks in any case",
            "transfer-encoding: CHUNKED",
            "a\r\n1234567890\r\n0\r\n",
            "1234567890"),
        arguments("a chunk extension", CHUNKED, "1;x=\"y\"\r\na\r\n0;\r\n", "a"),
        arguments("a blank behind the size", CHUNKED, "1 \r\na\r\n0\t\r\n", "a"),
        arguments("a bad size", CHUNKED, "1\r\na\r\nx", "a"),
        arguments("a size beyond ASCII", CHUNKED, "\u00ff", ""),
        arguments("no size", CHUNKED, "\r", ""),
        arguments("no size but an extension", CHUNKED, ";", ""),
        arguments("a negative size", CHUNKED, "-", ""),
        arguments("a huge size", CHUNKED, "12345678", ""),
        arguments("a size that is no number", CHUNKED, "1x", ""),
        arguments("LF behind the size", CHUNKED, "1\n", ""),
        arguments("CR without LF behind the size", CHUNKED, "1\rx", ""),
        arguments("no line end behind the data", CHUNKED, "1\r\nab", "a"),
        arguments("no LF behind the data", CHUNKED, "1\r\na\rb", "a"),
        arguments("an endless extension", CHUNKED, "1;" + "x".repeat(8191), ""),
        arguments("as much as is kept", "Content-Length: 4096", "a".repeat(4096), "a".repeat(4096)),
        arguments(
            "more than is kept",
            "Content-Length: 99999999999999999999",
            "a".repeat(4096),
            "a".repeat(4096)),
        arguments(
            "more than is kept, in chunks",
            CHUNKED,
            "2000\r\n" + "a".repeat(4096),
            "a".repeat(4096)),
        arguments("more than is kept, to the end", "A: b", "a".repeat(4096), "a".repeat(4096)));
  }

  private static final String CHUNKED = "Transfer-Encoding: chunked";

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodies")
  void readsTheStartOfARefusalsBody(String what, String header, String body, String expected) {
    var text = "HTTP/1.1 503 \r\n" + header + "\r\n\r\n" + body;
    var read = read(text + "zzz");

    assertThat(read.response().text()).isEqualTo(expected);
    assertThat(read.atEnd()).isEqualTo(read.response());
    assertThat(read.taken()).isEqualTo(text.length());
    if (!body.isEmpty()) {
      assertThat(read(text.substring(0, text.length() - 1)).response()).isNull();
    }
  }

  static Stream<Arguments> openEnds() {
    return Stream.of(
        arguments("no length", "A: b", "abc", "abc"),
        arguments("no body", "A: b", "", ""),
        arguments("cut short", "Content-Length: 9", "abc", "abc"),
        arguments("a chunk cut short", CHUNKED, "9\r\nabc", "abc"),
        arguments("another coding", "Transfer-Encoding: gzip, chunked", "3\r\n", "3\r\n"),
        arguments("codings in turn", CHUNKED + "\r\nTransfer-Encoding: x", "3\r\n", "3\r\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("openEnds")
  void endOfStreamEndsARefusal(String what, String header, String body, String expected) {
    var text = "HTTP/1.1 503 \r\n" + header + "\r\n\r\n" + body;
    var read = read(text);

    assertThat(read.response()).isNull();
    assertThat(read.taken()).isEqualTo(text.length());
    assertThat(read.atEnd().status()).isEqualTo(503);
    assertThat(read.atEnd().text()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void someRefusalsHaveNoBody(int status) {
    var text = "HTTP/1.1 " + status + " \r\nContent-Length: 3\r\n\r\n";

    assertThat(read(text + "abc").taken()).isEqualTo(text.length());
    assertThat(read(text).response().body()).isEmpty();
  }

  @Test
  void interimResponsesArePassedOver() {
    var interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 \r\nLink: x\r\n\r\n";

    assertThat(read(interim)).isEqualTo(new Read(null, null, interim.length(), null));
    assertThat(read(interim + OPENS).response().headers()).isEqualTo(Headers.of("A", "b"));
    assertThat(read("HTTP/1.1 100 \r\n\r\n".repeat(16) + OPENS).response()).isNotNull();
    assertThat(read("HTTP/1.1 100 \r\n\r\n".repeat(17)).rule())
        .isEqualTo("too many interim responses");
    assertThat(read("HTTP/1.1 199 \r\n\r\nx").rule()).isEqualTo("does not begin with HTTP/");
  }

  static Stream<Arguments> invalid() {
    return Stream.of(
        arguments("SSH-2.0", "does not begin with HTTP/", 1),
        arguments("\u0015\u0003", "does not begin with HTTP/", 1),
        arguments("\r\nHTTP/1.1 101 \r\n", "does not begin with HTTP/", 1),
        arguments("HTTP 200 OK\r\n", "does not begin with HTTP/", 5),
        arguments("http/1.1 101 \r\n\r\n", "does not begin with HTTP/", 1),
        arguments("HTTP/\r\n", "bad status line", 7),
        arguments("HTTP/1.1 10\r\n", "bad status line", 13),
        arguments("HTTP/1.1\t101\r\n", "bad status line", 14),
        arguments("HTTP/1.10 101\r\n", "bad status line", 15),
        arguments("HTTP/2.0 101 \r\n", "bad HTTP version", 15),
        arguments("HTTP/0.9 101 \r\n", "bad HTTP version", 15),
        arguments("HTTP/1.x 101 \r\n", "bad HTTP version", 15),
        arguments("HTTP/1.1 1/1 \r\n", "bad status", 15),
        arguments("HTTP/1.1 1:1 \r\n", "bad status", 15),
        arguments("HTTP/1.1 099 \r\n", "bad status", 15),
        arguments("HTTP/1.1 1011\r\n", "bad status", 15),
        arguments("HTTP/1.1 101\tx\r\n", "bad status", 16),
        arguments("HTTP/1.1 101 \0", "NUL", 14),
        arguments("HTTP/1.1 101 \n", "LF without CR", 14),
        arguments("HTTP/1.1 101 \r\nA : b\r\n", "space before the colon of a header", 22),
        arguments("HTTP/1.1 200 \r\nContent-Length: x\r\n\r\n", "bad Content-Length", 36),
        arguments(
            "HTTP/1.1 200 \r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
            "repeated Content-Length",
            55),
        arguments("HTTP/1.0 101 \r\n\r\n", "101 in another version than HTTP/1.1", 17),
        arguments("HTTP/1.2 101 \r\n\r\n", "101 in another version than HTTP/1.1", 17),
        arguments("HTTP/1.1 " + "2".repeat(9000), "status line too long", 8193),
        arguments("HTTP/1.1 101 \r\n" + "a".repeat(9000), "header line too long", 15 + 8193));
  }

  @ParameterizedTest
  @MethodSource
  void invalid(String text, String rule, int taken) {
    assertThat(read(text)).isEqualTo(new Read(null, rule, taken, null));
  }

  @Test
  void invalidMessageIsTold() {
    assertThatThrownBy(() -> new ResponseReader().read(ByteBuffer.wrap(new byte[] {0})))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessage("not an HTTP response: does not begin with HTTP/");
  }

  @Test
  void isNotEmptyOnceAByteHasCome() {
    var reader = new ResponseReader();
    reader.read(ByteBuffer.allocate(0));
    assertThat(reader.isEmpty()).isTrue();
    assertThat(reader.endOfStream()).isNull();

    reader.read(ByteBuffer.wrap(new byte[] {'H'}));
    assertThat(reader.isEmpty()).isFalse();
    assertThat(reader.endOfStream()).isNull();
  }

  @Test
  void takesNothingMoreOnceTheAnswerIsKnown() {
    var reader = new ResponseReader();
    var done = reader.read(ByteBuffer.wrap(OPENS.getBytes(StandardCharsets.ISO_8859_1)));
    var more = ByteBuffer.allocate(1);

    assertThat(reader.read(more)).isEqualTo(done).isInstanceOf(Progress.Done.class);
    assertThat(more.position()).isZero();
  }
}
