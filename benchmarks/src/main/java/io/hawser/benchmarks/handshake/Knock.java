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
  PLAIN_GET("a plain GET", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
  OLD_VERSION("version 8", Texts.VALID.replace(": 13", ": 8")),
  BAD_KEY("no key", Texts.VALID.replaceFirst("Sec-WebSocket-Key: [^\r]*\r\n", "")),
  FOREIGN_ORIGIN(
      "a foreign origin",
      Texts.VALID.replace("\r\n\r\n", "\r\nOrigin: https://evil.example\r\n\r\n")),
  NOT_HTTP("an SSH banner", "SSH-2.0-OpenSSH_9.2\r\n"),
  PROBE("nothing", ""),
  /** Always to the server with a guard, which has had enough of it by the end of the warm-up. */
  PENALISED("a source that has been refused again and again", "SSH-2.0-OpenSSH_9.2\r\n");

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
      int length;
      try {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        length = socket.getInputStream().read(answer);
      } catch (SocketTimeoutException e) {
        return false;
      } catch (IOException e) {
        return this != ACCEPTED;
      }
      String head = new String(answer, 0, Math.max(0, length), StandardCharsets.ISO_8859_1);
      return head.startsWith("HTTP/1.1 101 ") == (this == ACCEPTED);
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
  }
}
