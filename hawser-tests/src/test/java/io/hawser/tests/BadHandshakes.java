package io.hawser.tests;

import static io.hawser.handshake.FailureKind.BAD_HOST;
import static io.hawser.handshake.FailureKind.BODY;
import static io.hawser.handshake.FailureKind.HTTP_VERSION;
import static io.hawser.handshake.FailureKind.INVALID_HEADER;
import static io.hawser.handshake.FailureKind.INVALID_KEY;
import static io.hawser.handshake.FailureKind.INVALID_UPGRADE;
import static io.hawser.handshake.FailureKind.MALFORMED;
import static io.hawser.handshake.FailureKind.METHOD;
import static io.hawser.handshake.FailureKind.NOT_AN_UPGRADE;
import static io.hawser.handshake.FailureKind.NOT_HTTP;
import static io.hawser.handshake.FailureKind.ORIGIN;
import static io.hawser.handshake.FailureKind.PROTOCOL_VERSION;
import static io.hawser.handshake.FailureKind.TLS_ON_PLAIN_PORT;
import static io.hawser.handshake.FailureKind.TOO_LARGE;

import io.hawser.handshake.FailureKind;
import io.hawser.testkit.RawPeer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Requests of all kinds, and what a server with compression, the subprotocols b and a, and some
 * foreign origins is to make of each.
 */
final class BadHandshakes {
  private static final String VALID = RawPeer.VALID_REQUEST;

  /** The line of the request is not counted. */
  private static final int HEADERS_OF_VALID = 5;

  private BadHandshakes() {}

  /**
   * A request.
   *
   * @param kind null if the connection is to open
   * @param status 0 if the server is to close without an answer
   * @param header one that the answer has to have; empty for none in particular
   */
  record Case(String name, String request, int status, @Nullable FailureKind kind, String header) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> all() {
    return Stream.of(http(), grammar(), upgrade(), origins(), negotiation(), limits(), strangers())
        .flatMap(List::stream);
  }

  private static List<Case> http() {
    return List.of(
        opens("a valid request", VALID),
        refused("POST", VALID.replace("GET", "POST"), 405, METHOD, "Allow: GET"),
        refused("HEAD", VALID.replace("GET", "HEAD"), 405, METHOD, "Allow: GET"),
        refused("OPTIONS", VALID.replace("GET", "OPTIONS"), 405, METHOD, "Allow: GET"),
        refused("method in lower case", VALID.replace("GET", "get"), 405, METHOD, "Allow: GET"),
        refused("HTTP/1.0", VALID.replace("HTTP/1.1", "HTTP/1.0"), 505, HTTP_VERSION),
        refused("HTTP/2.0", VALID.replace("HTTP/1.1", "HTTP/2.0"), 505, HTTP_VERSION),
        refused("no Host", without("Host"), 400, BAD_HOST),
        refused("two Hosts", with("Host: localhost"), 400, BAD_HOST),
        refused("empty Host", VALID.replace("Host: localhost", "Host:"), 400, BAD_HOST),
        refused("Host with a path", VALID.replace("localhost", "a/b"), 400, BAD_HOST),
        refused("Host with a user", VALID.replace("localhost", "u@a"), 400, BAD_HOST),
        refused("Host with a port that is none", VALID.replace("localhost", "a:x"), 400, BAD_HOST),
        refused("Host with port 65536", VALID.replace("localhost", "a:65536"), 400, BAD_HOST),
        opens("Content-Length: 0", with("Content-Length: 0")),
        refused("Content-Length: 5", with("Content-Length: 5"), 400, BODY),
        refused("Content-Length: +5", with("Content-Length: +5"), 400, MALFORMED),
        refused("Content-Length: 0x0", with("Content-Length: 0x0"), 400, MALFORMED),
        refused("Content-Length: -1", with("Content-Length: -1"), 400, MALFORMED),
        refused("two lengths", with("Content-Length: 0", "Content-Length: 5"), 400, MALFORMED),
        refused("a chunked body", with("Transfer-Encoding: chunked"), 400, BODY),
        refused(
            "a length and chunks",
            with("Content-Length: 0", "Transfer-Encoding: chunked"),
            400,
            MALFORMED),
        refused("Expect: 100-continue", with("Expect: 100-continue"), 400, BODY));
  }

  private static List<Case> grammar() {
    return List.of(
        refused("space before the colon", with("A : b"), 400, MALFORMED),
        refused("a folded header", with("A: b\r\n c"), 400, MALFORMED),
        refused("folding before any header", fold(), 400, MALFORMED),
        refused("NUL in a value", with("A: b\0c"), 400, MALFORMED),
        refused("CR in a value", with("A: b\rc"), 400, MALFORMED),
        refused("a control character in a value", with("A: b\u0001c"), 400, MALFORMED),
        refused("a header without a colon", with("A"), 400, MALFORMED),
        refused("a header without a name", with(": b"), 400, MALFORMED),
        refused("a name that is no token", with("A(): b"), 400, MALFORMED),
        refused("a letter beyond ASCII in a name", with("\u00c4: b"), 400, MALFORMED),
        refused("bare LF", VALID.replace("\r\n", "\n"), 400, MALFORMED),
        refused("bare LF in the end", VALID.replace("\r\n\r\n", "\r\n\n"), 400, MALFORMED),
        refused("a path beyond ASCII", VALID.replace("GET /", "GET /\u00e4"), 400, MALFORMED),
        refused("a fragment in the path", VALID.replace("GET /", "GET /#a"), 400, MALFORMED),
        refused("two spaces", VALID.replace("GET /", "GET  /"), 400, MALFORMED),
        refused("no version", VALID.replace(" HTTP/1.1", ""), 400, MALFORMED),
        refused("HTTP/1.1.1", VALID.replace("HTTP/1.1", "HTTP/1.1.1"), 400, MALFORMED),
        refused("http/1.1", VALID.replace("HTTP/1.1", "http/1.1"), 400, MALFORMED));
  }

  private static List<Case> upgrade() {
    return List.of(
        refused(
            "a plain GET",
            "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
            426,
            NOT_AN_UPGRADE,
            "Upgrade: websocket"),
        refused(
            "a plain GET that keeps alive",
            "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n",
            426,
            NOT_AN_UPGRADE,
            "Connection: upgrade, close"),
        refused("no Connection", without("Connection"), 426, INVALID_UPGRADE, "Upgrade: websocket"),
        refused(
            "Connection: keep-alive",
            instead("Connection", "keep-alive"),
            426,
            INVALID_UPGRADE,
            "Connection: upgrade, close"),
        opens("Connection: keep-alive, Upgrade", instead("Connection", "keep-alive, Upgrade")),
        opens("Connection: UPGRADE", instead("Connection", "UPGRADE")),
        opens("Connection twice", with("Connection: keep-alive")),
        refused("Connection: @", instead("Connection", "@"), 400, INVALID_HEADER),
        refused(
            "Connection: notupgrade", instead("Connection", "notupgrade"), 426, INVALID_UPGRADE),
        refused("no Upgrade", without("Upgrade"), 426, INVALID_UPGRADE, "Upgrade: websocket"),
        refused("Upgrade: h2c", instead("Upgrade", "h2c"), 426, INVALID_UPGRADE),
        refused(
            "Upgrade: h2c, websocket", instead("Upgrade", "h2c, websocket"), 426, INVALID_UPGRADE),
        refused("Upgrade: @", instead("Upgrade", "@"), 400, INVALID_HEADER),
        opens("Upgrade: WebSocket", instead("Upgrade", "WebSocket")),
        refused(
            "no version",
            without("Sec-WebSocket-Version"),
            426,
            PROTOCOL_VERSION,
            "Sec-WebSocket-Version: 13"),
        refused(
            "version 8",
            instead("Sec-WebSocket-Version", "8"),
            426,
            PROTOCOL_VERSION,
            "Sec-WebSocket-Version: 13"),
        refused(
            "versions 13, 8",
            instead("Sec-WebSocket-Version", "13, 8"),
            426,
            PROTOCOL_VERSION,
            "Sec-WebSocket-Version: 13"),
        refused("version twice", with("Sec-WebSocket-Version: 13"), 426, PROTOCOL_VERSION),
        refused("no key", without("Sec-WebSocket-Key"), 400, INVALID_KEY),
        refused("key !!!", instead("Sec-WebSocket-Key", "!!!"), 400, INVALID_KEY),
        refused("key abc", instead("Sec-WebSocket-Key", "abc"), 400, INVALID_KEY),
        refused("key AAAA", instead("Sec-WebSocket-Key", "AAAA"), 400, INVALID_KEY),
        refused(
            "key of 17 bytes",
            instead("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAAA="),
            400,
            INVALID_KEY),
        refused("two keys", with("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="), 400, INVALID_KEY));
  }

  private static List<Case> origins() {
    return List.of(
        opens("the same host", with("Origin: http://localhost")),
        opens("an origin that is named", with("Origin: https://good.example")),
        opens("an origin that a pattern matches", with("Origin: https://a.example.com")),
        refused(
            "an origin that a pattern matches in part",
            with("Origin: https://a.example.com.evil.io"),
            403,
            ORIGIN),
        refused("a foreign origin", with("Origin: https://bad.example"), 403, ORIGIN),
        refused("another scheme", with("Origin: http://good.example"), 403, ORIGIN),
        refused("another port", with("Origin: http://localhost:1"), 403, ORIGIN),
        refused("no origin and a cookie", with("Cookie: a=b"), 403, ORIGIN),
        refused("null", with("Origin: null"), 403, ORIGIN),
        refused("what is no origin", with("Origin: x"), 400, INVALID_HEADER),
        refused(
            "two origins",
            with("Origin: http://localhost", "Origin: http://localhost"),
            400,
            INVALID_HEADER));
  }

  private static List<Case> negotiation() {
    String name = "Sec-WebSocket-Extensions: ";
    String deflate = "permessage-deflate";
    return List.of(
        refused("an extension that is no token", with(name + "@"), 400, INVALID_HEADER),
        refused("a parameter that is no token", with(name + "a; @"), 400, INVALID_HEADER),
        refused("a quoted value that does not end", with(name + "a; b=\"c"), 400, INVALID_HEADER),
        opens("an unknown extension", with(name + "x-unknown"), "Upgrade: websocket"),
        opens("an unknown parameter", with(name + deflate + "; x=1"), "Upgrade: websocket"),
        opens("permessage-deflate", with(name + deflate), name + deflate),
        opens(
            "two offers, the second acceptable",
            with(name + deflate + "; x=1, " + deflate),
            name + deflate),
        opens(
            "subprotocols a, b", with("Sec-WebSocket-Protocol: a, b"), "Sec-WebSocket-Protocol: b"),
        opens("subprotocol x", with("Sec-WebSocket-Protocol: x")),
        refused("subprotocol @", with("Sec-WebSocket-Protocol: @"), 400, INVALID_HEADER),
        opens("a subprotocol twice", with("Sec-WebSocket-Protocol: a, a")));
  }

  private static List<Case> limits() {
    int line = 8190; // and its end
    String request = "GET / HTTP/1.1";
    String longest = request.replace("/ ", "/" + "a".repeat(line - request.length()) + " ");
    String[] headers =
        IntStream.range(0, 128 - HEADERS_OF_VALID).mapToObj(i -> "A: b").toArray(String[]::new);
    String[] oneMore =
        IntStream.range(0, 129 - HEADERS_OF_VALID).mapToObj(i -> "A: b").toArray(String[]::new);
    return List.of(
        opens("the longest request line", VALID.replace(request, longest)),
        refused(
            "a longer request line",
            VALID.replace(request, longest.replace("/a", "/aa")),
            414,
            TOO_LARGE),
        opens("the longest header line", with("A: " + "b".repeat(line - 3))),
        refused("a longer header line", with("A: " + "b".repeat(line - 2)), 431, TOO_LARGE),
        opens("128 headers", with(headers)),
        refused("129 headers", with(oneMore), 431, TOO_LARGE),
        refused(
            "more than 16 KiB of headers",
            with("A: " + "b".repeat(8000), "B: " + "b".repeat(8000), "C: " + "b".repeat(500)),
            431,
            TOO_LARGE));
  }

  private static List<Case> strangers() {
    return List.of(
        refused("HELO", "HELO x\r\n", 400, NOT_HTTP),
        refused("EHLO", "EHLO x.example\r\n", 400, NOT_HTTP),
        refused("SSH", "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", 400, NOT_HTTP),
        refused("RDP", "\3\0\0\23\16\340\0\0\0\0\0\1\0\10\0\3\0\0\0", 400, NOT_HTTP),
        refused("SMB", "\0\0\0\205\377SMBr\0\0\0\0\30S\310", 400, NOT_HTTP),
        refused("Redis", "*1\r\n$4\r\nPING\r\n", 400, NOT_HTTP),
        refused("zeros", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 400, NOT_HTTP),
        refused("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, HTTP_VERSION),
        new Case("TLS", "\26\3\1\0\364\1\0\0\360\3\3\13\12", 0, TLS_ON_PLAIN_PORT, ""),
        new Case("TLS without LF", "\26\3\1\0\364\1\0\0\360\3\3\13", 0, TLS_ON_PLAIN_PORT, ""));
  }

  private static Case opens(String name, String request) {
    return opens(name, request, "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  }

  private static Case opens(String name, String request, String header) {
    return new Case(name, request, 101, null, header);
  }

  private static Case refused(String name, String request, int status, FailureKind kind) {
    return refused(name, request, status, kind, "");
  }

  private static Case refused(
      String name, String request, int status, FailureKind kind, String header) {
    return new Case(name, request, status, kind, header);
  }

  private static String with(String... headers) {
    return VALID.replace("\r\n\r\n", "\r\n" + String.join("\r\n", headers) + "\r\n\r\n");
  }

  private static String without(String name) {
    return VALID.replaceFirst(name + ": [^\r]*\r\n", "");
  }

  private static String instead(String name, String value) {
    return VALID.replaceFirst(name + ": [^\r]*", name + ": " + value);
  }

  private static String fold() {
    return VALID.replace("\r\nHost", "\r\n X: y\r\nHost");
  }
}
