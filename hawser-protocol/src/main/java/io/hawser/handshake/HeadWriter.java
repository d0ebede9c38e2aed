package io.hawser.handshake;

import io.hawser.model.Headers;
import io.hawser.model.Request;
import io.hawser.model.Response;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Encodes requests and responses (RFC 9112). No value can carry a line break into the wire. */
public final class HeadWriter {
  private HeadWriter() {}

  /**
   * Returns the bytes of a request.
   *
   * @throws IllegalArgumentException if method, target or version cannot stand in a request line
   */
  public static byte[] request(Request request) {
    if (!Headers.isName(request.method())) {
      throw new IllegalArgumentException("request method: not a token of RFC 9110");
    }
    if (!isVisible(request.target())) {
      throw new IllegalArgumentException("request target: must be visible ASCII, not empty");
    }
    if (!HttpVersion.isVersion(request.version())) {
      throw new IllegalArgumentException("request version: must be such as HTTP/1.1");
    }
    return head(
        request.method() + " " + request.target() + " " + request.version(), request.headers());
  }

  /** Returns the bytes of a response, its body included. */
  public static byte[] response(Response response) {
    byte[] head =
        head("HTTP/1.1 " + response.status() + " " + response.reason(), response.headers());
    byte[] body = response.body();
    byte[] bytes = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, bytes, head.length, body.length);
    return bytes;
  }

  // Names and values were checked when they were put into Headers, the reason in Response.
  private static byte[] head(String firstLine, Headers headers) {
    var text = new StringBuilder(512).append(firstLine).append("\r\n");
    headers.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static boolean isVisible(String target) {
    return !target.isEmpty() && target.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }
}
