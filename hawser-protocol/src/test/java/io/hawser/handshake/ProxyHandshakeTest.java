package io.hawser.handshake;

import static io.hawser.handshake.Heads.sameAtEverySplit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.error.ProxyException.Reason;
import io.hawser.handshake.ProxyHandshake.Step;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said to proxies, byte by byte, and what is made of their answers. */
class ProxyHandshakeTest {
  private static final ProxyLogin LOGIN = new ProxyLogin("user", "pass");

  /** What came of all bytes: what was sent in between, how it ended, how much was taken. */
  private record Talk(String sent, String end, int taken, String atEnd) {}

  private static Talk talk(Supplier<ProxyHandshake> handshake, byte[] answers) {
    return sameAtEverySplit(answers, pieces -> talk(handshake.get(), pieces));
  }

  private static Talk talk(ProxyHandshake handshake, List<ByteBuffer> pieces) {
    var sent = new ByteArrayOutputStream();
    sent.writeBytes(handshake.begin());
    Step step = new Step.More();
    int taken = 0;
    for (var piece : pieces) {
      int before = piece.remaining();
      while (step instanceof Step.More && piece.hasRemaining()) {
        step = handshake.read(piece);
        if (step instanceof Step.Send(byte[] bytes)) {
          sent.writeBytes(bytes);
          step = new Step.More();
        }
      }
      taken += before - piece.remaining();
    }
    String hex = HexFormat.of().formatHex(sent.toByteArray());
    return new Talk(hex, text(step), taken, text(handshake.endOfStream()));
  }

  private static String text(Step step) {
    return switch (step) {
      case null -> "nothing";
      case Step.More more -> "more";
      case Step.Send send -> "send";
      case Step.Open open -> "open";
      case Step.Refused refused -> refused.reason() + ": " + refused.what();
    };
  }

  // ---- HTTP

  static Stream<Arguments> answersToConnect() {
    return Stream.of(
        arguments("HTTP/1.1 200 Connection established\r\n\r\n", "", "open"),
        arguments("HTTP/1.0 200 OK\r\n\r\n", "", "open"),
        arguments("HTTP/1.1 204 \r\nX: y\r\n\r\n", "", "open"),
        // RFC 9110, 9.3.6: no body, whatever the headers say; RFC 9110, 15.2: interim answers
        arguments("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "hello", "open"),
        arguments("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "0\r\n", "open"),
        arguments("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", "", "open"),
        arguments("HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 101 early\r\n\r\n", "open"),
        arguments("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n", "", "CREDENTIALS: HTTP 407"),
        arguments("HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n", "", "CREDENTIALS: HTTP 401"),
        arguments("HTTP/1.1 502 No\r\nContent-Length: 1\r\n\r\nx", "", "UNAVAILABLE: HTTP 502"),
        arguments("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n", "", "FORBIDDEN: HTTP 403"),
        arguments("HTTP/1.1 302 No\r\nContent-Length: 0\r\n\r\n", "", "FORBIDDEN: HTTP 302"),
        arguments(
            "HTTP/1.1 101 Switching\r\n\r\n",
            "",
            "MALFORMED: its answer is not HTTP: 101 in answer to CONNECT"),
        arguments(
            "S", "SH-2.0\r\n", "MALFORMED: its answer is not HTTP: does not begin with HTTP/"),
        arguments("HTTP/1.1 200 OK\n", "\n", "MALFORMED: its answer is not HTTP: LF without CR"),
        arguments("HTTP/1.1 200 OK\r\nX: y\r\n", "", "more"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answersToConnect")
  void anAnswerToConnectIsJudgedByItsHead(String taken, String rest, String end) {
    var talk =
        talk(
            () -> ProxyHandshake.connect("example.com", 80, null),
            (taken + rest).getBytes(StandardCharsets.ISO_8859_1));
    assertThat(talk.end()).isEqualTo(end);
    assertThat(talk.taken()).isEqualTo(taken.length());
  }

  static Stream<Arguments> requestsToConnect() {
    return Stream.of(
        arguments("example.com", 80, null, "example.com:80", ""),
        arguments("example.com", 443, null, "example.com:443", ""),
        arguments("::1", 443, null, "[::1]:443", ""),
        arguments("fe80::1%eth0", 443, null, "[fe80::1]:443", ""),
        arguments("1.2.3.4", 1, LOGIN, "1.2.3.4:1", "Proxy-Authorization: Basic dXNlcjpwYXNz\r\n"));
  }

  @ParameterizedTest(name = "{0}, {1}, {2}")
  @MethodSource("requestsToConnect")
  void connectNamesHostAndPort(
      String host, int port, ProxyLogin login, String authority, String header) {
    String request =
        new String(ProxyHandshake.connect(host, port, login).begin(), StandardCharsets.ISO_8859_1);
    assertThat(request)
        .isEqualTo("CONNECT %1$s HTTP/1.1\r\nHost: %1$s\r\n%2$s\r\n".formatted(authority, header));
  }

  @Test
  void aRefusalCutShortStandsWithWhatThereIsOfItsBody() {
    String answer = "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\nContent-Length: 9\r\n\r\nsor";
    var handshake = ProxyHandshake.connect("example.com", 80, null);
    assertThat(handshake.read(ByteBuffer.wrap(answer.getBytes(StandardCharsets.ISO_8859_1))))
        .isInstanceOf(Step.More.class);
    var refused = handshake.endOfStream();
    assertThat(refused).isNotNull();
    assertThat(refused.reason()).isEqualTo(Reason.CREDENTIALS);
    assertThat(refused.response().headers().first("Proxy-Authenticate")).contains("Basic");
    assertThat(refused.response().text()).isEqualTo("sor");
  }

  @Test
  void anEndlessHeadIsRefusedAtItsLimit() {
    var handshake = ProxyHandshake.connect("example.com", 80, null);
    handshake.read(ByteBuffer.wrap("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII)));
    byte[] line = "X: y\r\n".getBytes(StandardCharsets.US_ASCII);
    int bytes = 0;
    while (handshake.read(ByteBuffer.wrap(line)) instanceof Step.More) {
      bytes += line.length;
      assertThat(bytes).isLessThan(16 * 1024);
    }
  }

  // ---- SOCKS

  static Stream<Arguments> socks() {
    Supplier<ProxyHandshake> four = () -> ProxyHandshake.socks4a("1.2.3.4", 80, null);
    Supplier<ProxyHandshake> fourName = () -> ProxyHandshake.socks4a("a.b", 443, "me");
    Supplier<ProxyHandshake> fourIpv6 = () -> ProxyHandshake.socks4a("::1", 443, null);
    Supplier<ProxyHandshake> five = () -> ProxyHandshake.socks5("a.b", 443, null);
    Supplier<ProxyHandshake> fiveLogin = () -> ProxyHandshake.socks5("a.b", 443, LOGIN);
    String greeting = "050100";
    String request = "05010003 03612e62 01bb";
    String login = "01 0475736572 0470617373";
    String granted = "0500 05000001 01020304 0050";
    return Stream.of(
        arguments("4: address", four, "005a 0000 00000000", "0401 0050 01020304 00", "open"),
        arguments(
            "4: name",
            fourName,
            "005a 0000 00000000",
            "0401 01bb 00000001 6d6500 612e6200",
            "open"),
        arguments(
            "4: IPv6", fourIpv6, "005a 0000 00000000", "0401 01bb 00000001 00 3a3a3100", "open"),
        arguments(
            "4: failed", four, "005b", "", "UNAVAILABLE: SOCKS 4 reply 91: rejected or failed"),
        arguments(
            "4: no identd", four, "005c", "", "CREDENTIALS: SOCKS 4 reply 92: user not identified"),
        arguments(
            "4: other user",
            four,
            "005d",
            "",
            "CREDENTIALS: SOCKS 4 reply 93: user not identified"),
        arguments("4: unknown reply", four, "0001", "", "FORBIDDEN: SOCKS 4 reply 1"),
        arguments("4: garbage", four, "48", "", "MALFORMED: its answer is not SOCKS 4"),
        arguments("4: incomplete", four, "005a 0000", "", "more"),
        arguments("5: name", five, granted, greeting + request, "open"),
        arguments(
            "5: IPv4",
            (Supplier<ProxyHandshake>) () -> ProxyHandshake.socks5("1.2.3.4", 80, null),
            granted,
            greeting + "05010001 01020304 0050",
            "open"),
        arguments(
            "5: IPv6",
            (Supplier<ProxyHandshake>) () -> ProxyHandshake.socks5("fe80::1%eth0", 80, null),
            granted,
            greeting + "05010004 fe800000000000000000000000000001 0050",
            "open"),
        arguments(
            "5: bound to a name", five, "0500 05000003 02 6161 0050", greeting + request, "open"),
        arguments(
            "5: bound to IPv6",
            five,
            "0500 05000004 00000000000000000000000000000001 0050",
            greeting + request,
            "open"),
        arguments("5: no login wanted", fiveLogin, granted, "05020002" + request, "open"),
        arguments(
            "5: login",
            fiveLogin,
            "0502 0100 05000001 01020304 0050",
            "05020002" + login + request,
            "open"),
        arguments(
            "5: login answered in another version",
            fiveLogin,
            "0502 0500 05000001 01020304 0050",
            "05020002" + login + request,
            "open"),
        arguments(
            "5: login refused",
            fiveLogin,
            "0502 0101",
            "05020002" + login,
            "CREDENTIALS: SOCKS 5 refuses user name and password"),
        arguments(
            "5: no method",
            five,
            "05ff",
            greeting,
            "CREDENTIALS: SOCKS 5 wants another authentication"),
        arguments(
            "5: method not offered",
            five,
            "0502",
            greeting,
            "MALFORMED: its answer is not SOCKS 5"),
        arguments("5: HTTP", five, "48", greeting, "MALFORMED: its answer is not SOCKS 5"),
        arguments(
            "5: garbage behind",
            five,
            "0500 48",
            greeting + request,
            "MALFORMED: its answer is not SOCKS 5"),
        arguments(
            "5: unknown address",
            five,
            "0500 0500000200",
            greeting + request,
            "MALFORMED: its answer is not SOCKS 5"),
        arguments(
            "5: failure",
            five,
            "0500 0501",
            greeting + request,
            "UNAVAILABLE: SOCKS 5 reply 1: general failure"),
        arguments(
            "5: ruleset",
            five,
            "0500 0502",
            greeting + request,
            "FORBIDDEN: SOCKS 5 reply 2: not allowed"),
        arguments(
            "5: no network",
            five,
            "0500 0503",
            greeting + request,
            "UNAVAILABLE: SOCKS 5 reply 3: network unreachable"),
        arguments(
            "5: no host",
            five,
            "0500 0504",
            greeting + request,
            "UNAVAILABLE: SOCKS 5 reply 4: host unreachable"),
        arguments(
            "5: refused",
            five,
            "0500 0505",
            greeting + request,
            "UNAVAILABLE: SOCKS 5 reply 5: connection refused"),
        arguments(
            "5: TTL",
            five,
            "0500 0506",
            greeting + request,
            "UNAVAILABLE: SOCKS 5 reply 6: TTL expired"),
        arguments(
            "5: command", five, "0500 0507", greeting + request, "FORBIDDEN: SOCKS 5 reply 7"),
        arguments(
            "5: address type", five, "0500 0508", greeting + request, "FORBIDDEN: SOCKS 5 reply 8"),
        arguments("5: incomplete", five, "0500 05000001 0102", greeting + request, "more"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("socks")
  void socksIsSpokenToTheByte(
      String name, Supplier<ProxyHandshake> handshake, String answers, String sent, String end) {
    byte[] bytes = HexFormat.of().parseHex(answers.replace(" ", ""));
    var talk = talk(handshake, bytes);
    assertThat(talk.end()).isEqualTo(end);
    assertThat(talk.taken()).isEqualTo(bytes.length);
    assertThat(talk.atEnd()).isEqualTo("nothing");
    if (!sent.isEmpty()) {
      assertThat(talk.sent()).isEqualTo(sent.replace(" ", ""));
    }
  }

  @Test
  void whatFollowsBelongsToTheServer() {
    var four = ByteBuffer.wrap(HexFormat.of().parseHex("005a00000000000048545450"));
    assertThat(ProxyHandshake.socks4a("a", 1, null).read(four)).isInstanceOf(Step.Open.class);
    assertThat(four.remaining()).isEqualTo(4);
    var five = ByteBuffer.wrap(HexFormat.of().parseHex("05000500000101020304005048545450"));
    var handshake = ProxyHandshake.socks5("a", 1, null);
    assertThat(handshake.read(five)).isInstanceOf(Step.Send.class);
    assertThat(handshake.read(five)).isInstanceOf(Step.Open.class);
    assertThat(five.remaining()).isEqualTo(4);
  }

  @Test
  void whatSocksCannotCarryIsRefusedAtOnce() {
    String tooLong = "x".repeat(256);
    assertThatThrownBy(() -> ProxyHandshake.socks5(tooLong, 1, null))
        .hasMessage("host for a SOCKS 5 proxy: 256 bytes; at most 255");
    assertThatThrownBy(() -> ProxyHandshake.socks5("a", 1, new ProxyLogin("u", tooLong)))
        .hasMessage("password for a SOCKS 5 proxy: 256 bytes; at most 255");
    assertThatThrownBy(() -> ProxyHandshake.socks4a("a", 1, "u\0"))
        .hasMessage("user of a SOCKS 4 proxy: has a NUL; must not");
    assertThatThrownBy(() -> ProxyHandshake.socks4a("a", 1, "\0u"))
        .hasMessage("user of a SOCKS 4 proxy: has a NUL; must not");
  }

  @Test
  void namesUserAndPasswordOf255BytesAreCarried() {
    String longest = "x".repeat(255);
    assertThat(ProxyHandshake.socks5(longest, 1, new ProxyLogin(longest, longest)).begin())
        .isNotEmpty();
  }

  @Test
  void aLoginIsNeverShown() {
    assertThat(LOGIN).hasToString("ProxyLogin[***]");
  }
}
