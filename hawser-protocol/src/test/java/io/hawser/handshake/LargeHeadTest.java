package io.hawser.handshake;

import static io.hawser.handshake.Heads.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.handshake.RequestReader.Progress;
import io.hawser.model.Response;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Limits are judged on the bytes as they come; lines count with their ends. */
class LargeHeadTest {
  private static final String LINE = "GET / HTTP/1.1\r\n";

  private static String requestLine(int bytes) {
    return "GET /" + "a".repeat(bytes - "GET / HTTP/1.1\r\n".length()) + " HTTP/1.1\r\n";
  }

  private static String header(int bytes) {
    return "A: " + "b".repeat(bytes - "A: \r\n".length()) + "\r\n";
  }

  @Test
  void longestRequestLineIsRead() {
    assertThat(read(requestLine(8192) + "\r\n").request().target()).hasSize(8192 - 15);
  }

  @Test
  void longerRequestLineIsRefused() {
    isTooLarge(requestLine(8193), 414, "request line too long");
    isTooLarge("GET /" + "a".repeat(8188), 414, "request line too long");
    isTooLarge("A".repeat(8193), 414, "request line too long");
  }

  @Test
  void longestHeaderIsRead() {
    var headers = read(LINE + header(8192) + "\r\n").request().headers();

    assertThat(headers.first("A")).hasValueSatisfying(a -> assertThat(a).hasSize(8192 - 5));
  }

  @Test
  void longerHeaderIsRefused() {
    isTooLarge(LINE + header(8193), 431, "header line too long");
    isTooLarge(LINE + "a".repeat(8193), 431, "header line too long");
    isTooLarge(LINE + " ".repeat(8193), 431, "header line too long");
    // too long and wrong is too long
    isTooLarge(LINE + "A : " + "a".repeat(8189), 431, "header line too long");
  }

  @Test
  void mostHeadersAreRead() {
    assertThat(read(LINE + "A:b\r\n".repeat(128) + "\r\n").request().headers().size())
        .isEqualTo(128);
  }

  @Test
  void moreHeadersAreRefused() {
    isTooLarge(LINE + "A:b\r\n".repeat(128) + "A", 431, "too many headers");
  }

  @Test
  void mostBytesOfHeadersAreRead() {
    var headers = read(LINE + header(8192) + header(8192) + "\r\n").request().headers();

    assertThat(headers.size()).isEqualTo(2);
  }

  @Test
  void moreBytesOfHeadersAreRefused() {
    isTooLarge(LINE + header(8192) + header(8192) + "A", 431, "headers too long");
    isTooLarge(LINE + header(8192) + header(8190) + "A:\r", 431, "headers too long");
    isTooLarge(LINE + header(8192) + header(8189) + "A:\r\n", 431, "headers too long");
  }

  @Test
  void endlessHeaderIsRefusedWithinItsLimit() {
    var reader = new RequestReader();
    var endless = ByteBuffer.wrap(new byte[10_000_000]);
    Arrays.fill(endless.array(), (byte) 'a');

    assertThat(reader.read(endless)).isInstanceOf(Progress.Refused.class);
    assertThat(endless.position()).isEqualTo(8193);
  }

  private static void isTooLarge(String text, int status, String rule) {
    assertThat(read(text.substring(0, text.length() - 1)).progress())
        .isEqualTo(new Progress.More());
    assertThat(read(text).refusal())
        .isEqualTo(
            new Refusal(
                FailureKind.TOO_LARGE,
                Response.text(status, "The request is too large: " + rule + "."),
                rule,
                null));
  }
}
