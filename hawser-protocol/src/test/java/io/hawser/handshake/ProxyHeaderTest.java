package io.hawser.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.handshake.ProxyHeader.Progress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The PROXY protocol, versions 1 and 2. */
class ProxyHeaderTest {
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
  private static final String REST = "GET / HTTP/1.1\r\n";

  /** Reads it at every split, followed by a request of which not a byte may be taken. */
  private static Progress read(byte[] header) {
    byte[] rest = REST.getBytes(StandardCharsets.US_ASCII);
    Progress whole = null;
    for (int split = 0; split <= header.length; split++) {
      byte[] all = java.util.Arrays.copyOf(header, header.length + rest.length);
      System.arraycopy(rest, 0, all, header.length, rest.length);
      var reader = new ProxyHeader();
      var first = ByteBuffer.wrap(all, 0, split);
      var second = ByteBuffer.wrap(all, split, all.length - split);
      Progress progress = reader.read(first);
      if (progress instanceof Progress.More) {
        progress = reader.read(second);
      }
      if (progress instanceof Progress.Client || progress instanceof Progress.Unnamed) {
        assertThat(second.remaining()).isEqualTo(rest.length);
      }
      if (whole != null) {
        assertThat(progress).isEqualTo(whole);
      }
      whole = progress;
    }
    return whole;
  }

  private static Progress line(String line) {
    return read(line.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Progress hex(String hex) {
    return read(HexFormat.of().parseHex(SIGNATURE + hex.replace(" ", "")));
  }

  @ParameterizedTest
  @CsvSource({
    "TCP4 203.0.113.7 10.0.0.1 50000 443, 203.0.113.7, 50000",
    "TCP4 255.255.255.255 255.255.255.255 65535 65535, 255.255.255.255, 65535",
    "TCP6 2001:db8::7 ::1 0 443, 2001:db8:0:0:0:0:0:7, 0",
    "TCP4 203.0.113.7 10.0.0.1 9090 443, 203.0.113.7, 9090",
    "TCP6 ::ffff:203.0.113.7 ::1 1 443, 203.0.113.7, 1"
  })
  void lineNamesTheClient(String line, String address, int port) {
    assertThat(line("PROXY " + line + "\r\n"))
        .isInstanceOfSatisfying(
            Progress.Client.class,
            client -> {
              assertThat(client.address().getHostAddress()).isEqualTo(address);
              assertThat(client.port()).isEqualTo(port);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"UNKNOWN", "UNKNOWN ", "UNKNOWN ffff::1 whatever 1 2 3"})
  void unknownLineNamesNobody(String line) {
    assertThat(line("PROXY " + line + "\r\n")).isEqualTo(new Progress.Unnamed());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n",
        "proxy TCP4 203.0.113.7 10.0.0.1 1 2\r\n",
        "PROXY  TCP4 203.0.113.7 10.0.0.1 1 2\r\n",
        "PROXY \r\n",
        "PROXY UNKNOWNX\r\n",
        "PROXY TCP4\r\n",
        "PROXY UDP4 203.0.113.7 10.0.0.1 1 2\r\n",
        "PROXY TCP4 203.0.113.7 10.0.0.1 1\r\n",
        "PROXY TCP4 203.0.113.7 10.0.0.1 1 2 \r\n",
        "PROXY TCP4 203.0.113.7 10.0.0.1 1 2 3\r\n",
        "PROXY TCP4 203.0.113.7  10.0.0.1 1 2\r\n",
        "PROXY TCP4 203.0.113.07 10.0.0.1 1 2\r\n",
        "PROXY TCP4 2001:db8::7 10.0.0.1 1 2\r\n",
        "PROXY TCP6 203.0.113.7 ::1 1 2\r\n",
        "PROXY TCP4 203.0.113.7 host 1 2\r\n",
        "PROXY TCP4 203.0.113.7 10.0.0.1 65536 2\r\n",
        "PROXY TCP4 203.0.113.7 10.0.0.1 01 2\r\n",
        "PROXY TCP4 203.0.113.7 10.0.0.1 -1 2\r\n",
        "PROXY TCP4 203.0.113.7 10.0.0.1 1 x\r\n",
        "PROXY TCP4 203.0.113.7 10.0.0.1 1 2\n"
      })
  void otherLinesAreBrokenWithoutAByteMore(String line) {
    assertThat(line(line)).isInstanceOf(Progress.Broken.class);
    var alone = ByteBuffer.wrap(line.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(new ProxyHeader().read(alone)).isInstanceOf(Progress.Broken.class);
  }

  @Test
  void lineEndsWithin107Bytes() {
    assertThat(line("PROXY UNKNOWN " + "x".repeat(91) + "\r\n")).isEqualTo(new Progress.Unnamed());
    assertThat(line("PROXY UNKNOWN " + "x".repeat(92) + "\r\n"))
        .isInstanceOf(Progress.Broken.class);
  }

  @Test
  void firstWrongByteIsEnough() {
    assertThat(new ProxyHeader().read(ByteBuffer.wrap(new byte[] {'G'})))
        .isInstanceOf(Progress.Broken.class);
    assertThat(new ProxyHeader().read(ByteBuffer.wrap(new byte[] {0x16})))
        .isInstanceOf(Progress.Broken.class);
    assertThat(new ProxyHeader().read(ByteBuffer.wrap(new byte[] {'P', 'O'})))
        .isInstanceOf(Progress.Broken.class);
    assertThat(new ProxyHeader().read(ByteBuffer.wrap(new byte[] {'\r', '\n', '\n'})))
        .isInstanceOf(Progress.Broken.class);
  }

  @ParameterizedTest
  @CsvSource({
    "21 11 000c cb007107 0a000001 c350 01bb, 203.0.113.7, 50000",
    // TLVs, of which even nonsense is skipped
    "21 11 0011 cb007107 0a000001 c350 01bb ff ffff 0000, 203.0.113.7, 50000",
    "21 21 0024 20010db8000000000000000000000007 00000000000000000000000000000001 c350 01bb,"
        + " 2001:db8:0:0:0:0:0:7, 50000"
  })
  void binaryNamesTheClient(String hex, String address, int port) {
    assertThat(hex(hex))
        .isInstanceOfSatisfying(
            Progress.Client.class,
            client -> {
              assertThat(client.address().getHostAddress()).isEqualTo(address);
              assertThat(client.port()).isEqualTo(port);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "20 00 0000",
        "20 11 000c cb007107 0a000001 c350 01bb",
        "20 11 0002 ffff",
        "21 00 0000",
        "21 00 0004 01020304",
        "21 12 000c cb007107 0a000001 c350 01bb"
      })
  void binaryOfProxyItselfNamesNobody(String hex) {
    assertThat(hex(hex)).isEqualTo(new Progress.Unnamed());
  }

  @Test
  void binaryOfUnixSocketNamesNobody() {
    assertThat(hex("21 31 00d8 " + "00".repeat(216))).isEqualTo(new Progress.Unnamed());
  }

  @Test
  void appendixOfAnyLengthIsSkipped() {
    assertThat(hex("21 11 010d cb007107 0a000001 c350 01bb" + "00".repeat(257)))
        .isInstanceOf(Progress.Client.class);
  }

  @Test
  void longestBinaryIsSkippedWithoutBeingKept() {
    assertThat(
            hex("21 11 ffff cb007107 0a000001 c350 01bb" + "00".repeat(1)) instanceof Progress.More)
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "11 11 000c cb007107 0a000001 c350 01bb",
        "31 11 000c cb007107 0a000001 c350 01bb",
        "22 11 000c cb007107 0a000001 c350 01bb",
        "21 41 000c cb007107 0a000001 c350 01bb",
        "21 13 000c cb007107 0a000001 c350 01bb",
        "21 11 000b cb007107 0a000001 c350 01bb",
        "21 21 0023 20010db8000000000000000000000007 00000000000000000000000000000001 c350 01bb"
      })
  void otherBinariesAreBroken(String hex) {
    assertThat(hex(hex)).isInstanceOf(Progress.Broken.class);
  }

  @Test
  void wrongSignatureIsBroken() {
    assertThat(read(HexFormat.of().parseHex("0d0a0d0a000d0a515549540b2111000c")))
        .isInstanceOf(Progress.Broken.class);
  }
}
