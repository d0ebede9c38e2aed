package io.hawser.handshake;

import static io.hawser.handshake.Heads.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.handshake.RequestReader.Progress;
import io.hawser.model.Response;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Other protocols are known by their first bytes: the last byte of each row is the one that tells.
 */
class NotHttpTest {
  static Stream<Arguments> otherProtocols() {
    return Stream.of(
        arguments("SSH banner", "SSH-"),
        arguments("RDP", "\u0003"),
        arguments("SMB", "\0"),
        arguments("SMB without its session", "\u00ff"),
        arguments("SSL 2", "\u0080"),
        arguments("SMTP", "HELO x"),
        arguments("SMTP with the name of a host", "EHLO ho"),
        arguments("SMTP with a name as of a scheme", "HELO https:/x"),
        arguments("FTP", "USER a"),
        arguments("POP3", "QUIT\r"),
        arguments("IMAP", "a1 L"),
        arguments("Redis", "*1\r"),
        arguments("Redis inline", "PING\r"),
        arguments("PROXY protocol", "PROXY T"),
        arguments("PROXY protocol, version 2", "\r\n\r"),
        arguments("PostgreSQL", "\0"),
        arguments("a word on a line", "hello\r"),
        arguments("a word on a line of Unix", "hello\n"),
        arguments("a word with a diacritic", "h\u00e9"),
        arguments("a word before a tab", "GET\t"),
        arguments("a word before NUL", "GET\0"),
        arguments("CR without LF", "\r\r"),
        arguments("two empty lines", "\r\n\r"),
        arguments("empty line of Unix", "\n"),
        arguments("TLS behind an empty line", "\r\n\u0016"),
        arguments("space", " "),
        arguments("DEL", "\u007f"),
        arguments("a method that does not end in GET", "FORGET a"),
        arguments("SIP", "OPTIONS sip:nm SIP/2.0\r\n"),
        arguments("RTSP", "OPTIONS / RTSP/1.0\r\n"),
        arguments("RTSP in our own method", "GET / RTSP/1.0\r\n"),
        arguments("binary data like a TLS record", "\u0016\u0002"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("otherProtocols")
  void isRefusedAsSoonAsItShows(String protocol, String bytes) {
    var read = read(bytes);

    assertThat(read(bytes.substring(0, bytes.length() - 1)).progress())
        .isEqualTo(new Progress.More());
    assertThat(read.refusal().kind()).isEqualTo(FailureKind.NOT_HTTP);
    assertThat(read.refusal().response())
        .isEqualTo(Response.text(400, "This is a WebSocket server: expected HTTP/1.1."));
    assertThat(read.refusal().cause()).isNull();
    assertThat(read.taken()).isEqualTo(bytes.length());
  }

  static Stream<Arguments> details() {
    return Stream.of(
        arguments("SSH-2.0", "an SSH banner"),
        arguments("\0", "binary data"),
        arguments("\u00ff", "binary data"),
        arguments("\u001f", "binary data"),
        arguments("\u0016\0", "binary data"),
        arguments(" ", "no HTTP method"),
        arguments("\r\n\r\n", "no HTTP method"),
        arguments("a\n", "no HTTP method"),
        arguments("HELO x", "no request target"),
        arguments("GET / RTSP/1.0\r\n", "another protocol in the request line"));
  }

  @ParameterizedTest
  @MethodSource("details")
  void tellsLogsWhatItLooksLike(String bytes, String detail) {
    assertThat(read(bytes).refusal().detail()).isEqualTo(detail);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\u0016\u0003", "\u0016\u0003\u0001\u0002\0\u0001\0\n", "\u0016\u0003\u0003\r\n"})
  void closesAtOnceOnTlsOnAPlainPort(String bytes) {
    var read = read(bytes);

    assertThat(read.refusal())
        .isEqualTo(
            new Refusal(
                FailureKind.TLS_ON_PLAIN_PORT, null, "a TLS ClientHello on a plain port", null));
    assertThat(read.taken()).isEqualTo(2);
  }

  @Test
  void refusesThePrefaceOfHttp2() {
    var read = read("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

    assertThat(read.refusal())
        .isEqualTo(
            new Refusal(
                FailureKind.HTTP_VERSION,
                Response.text(505, "HTTP/2 is not served here: use HTTP/1.1."),
                "the connection preface of HTTP/2",
                null));
    assertThat(read.taken()).isEqualTo("PRI *".length());
    assertThat(read("PRI ").progress()).isEqualTo(new Progress.More());
  }
}
