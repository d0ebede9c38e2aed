package io.hawser.benchmarks.handshake;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** What clients send, and how they leave. */
enum Knock {
  ACCEPTED("a valid request", Texts.VALID),
  ACCEPTED_COUNTED("the same, counted for its source", Texts.VALID),
  NOT_AN_UPGRADE("a plain GET", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
  METHOD("POST", Texts.VALID.replace("GET", "POST")),
  HTTP_VERSION("HTTP/1.0", Texts.VALID.replace("HTTP/1.1", "HTTP/1.0")),
  BAD_HOST("no `Host`", Texts.VALID.replace("Host: localhost\r\n", "")),
  INVALID_UPGRADE("no `Upgrade`", Texts.VALID.replace("Upgrade: websocket\r\n", "")),
  PROTOCOL_VERSION("version 8", Texts.VALID.replace(": 13", ": 8")),
  INVALID_KEY("no key", Texts.VALID.replaceFirst("Sec-WebSocket-Key: [^\r]*\r\n", "")),
  INVALID_HEADER(
      "a bad list of extensions", Texts.with("Sec-WebSocket-Extensions: permessage-deflate; ;")),
  ORIGIN("a foreign origin", Texts.with("Origin: https://evil.example")),
  BODY("a body", Texts.with("Content-Length: 4") + "body"),
  MALFORMED("a space before a colon", Texts.with("Name : value")),
  TOO_LARGE("a header of 20,000 bytes", Texts.with("Name: " + "x".repeat(20_000))),
  NOT_HTTP("an SSH banner", "SSH-2.0-OpenSSH_9.2\r\n"),
  TLS_ON_PLAIN_PORT(
      "the begin of TLS",
      "\u0016\u0003\u0001\u0000\u00c8\u0001\u0000\u0000\u00c4\u0003\u0003" + "x".repeat(194)),
  PROBE("nothing", ""),
  /** The source has been refused often enough by the end of the warm-up. */
  RATE_LIMITED("a source that is penalised", "SSH-2.0-OpenSSH_9.2\r\n");

  private static final int TIMEOUT_MILLIS = 3000;

  private final String title;
  private final String request;

  Knock(String title, String request) {
    this.title = title;
    this.request = request;
  }

  String title() {
    return title;
  }

  /** Whether it is for servers that count what comes from this machine. */
  boolean isCounted() {
    return this == ACCEPTED_COUNTED || this == RATE_LIMITED;
  }

  /**
   * Connects, sends it, reads the answer and resets the connection, so that no port stays in use.
   *
   * @return whether the server answered as it should: with 101 to a valid request, with anything
   *     but 101 to another, be it a close without a word
   */
  boolean at(int port) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.setSoLinger(true, 0);
      if (this == PROBE) {
        return true;
      }
      byte[] answer = new byte[1024];
      boolean valid = this == ACCEPTED || this == ACCEPTED_COUNTED;
      int length;
      try {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        length = socket.getInputStream().read(answer);
      } catch (SocketTimeoutException e) {
        return false;
      } catch (IOException e) {
        return !valid;
      }
      String head = new String(answer, 0, Math.max(0, length), StandardCharsets.ISO_8859_1);
      return head.startsWith("HTTP/1.1 101 ") == valid;
    }
  }

  private static final class Texts {
    static final String VALID =
        """
        GET / HTTP/1.1\r
        Host: localhost\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Sec-WebSocket-Version: 13\r
        \r
        """;

    /** A valid request, but for a line more. */
    static String with(String line) {
      return VALID.substring(0, VALID.length() - 2) + line + "\r\n\r\n";
    }
  }
}
