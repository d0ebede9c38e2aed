package io.hawser.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP response: the answer to an opening handshake (RFC 6455, 4.2.2), or a refusal of one.
 *
 * @param status 100 to 999
 * @param reason the phrase behind the status; may be empty
 * @param body owned by the response, do not write into it; of a received refusal its start only
 */
@SuppressWarnings(
    "ArrayRecordComponent") // copying every body would serve nobody; equals compares contents
public record Response(int status, String reason, Headers headers, byte[] body) {
  public Response {
    if (status < 100 || status > 999) {
      throw new IllegalArgumentException("status: " + status + "; must be 100 to 999");
    }
    if (!Headers.isValue(reason)) {
      throw new IllegalArgumentException("reason phrase has a character that HTTP cannot carry");
    }
  }

  /** Returns a response with a line of text as its body, and the usual phrase. */
  public static Response text(int status, String line) {
    return new Response(
        status,
        StatusPhrases.of(status),
        Headers.of("Content-Type", "text/plain; charset=utf-8"),
        (line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Returns this response with other headers. */
  public Response withHeaders(Headers other) {
    return new Response(status, reason, other, body);
  }

  /** The body as text, decoded as UTF-8. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Response response
        && status == response.status
        && reason.equals(response.reason)
        && headers.equals(response.headers)
        && Arrays.equals(body, response.body);
  }

  @Override
  public int hashCode() {
    return 31 * headers.hashCode() + status;
  }

  /** The status line and the headers, without credentials and without the body. */
  @Override
  public String toString() {
    return "HTTP " + status + " " + reason + headers + ", " + body.length + " bytes of body";
  }
}
