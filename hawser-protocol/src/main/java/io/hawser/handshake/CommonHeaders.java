package io.hawser.handshake;

import io.hawser.model.Headers;
import io.hawser.model.Request;
import io.hawser.model.Response;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What every answer of a server has in common, whoever wrote it. */
final class CommonHeaders {
  private static final byte[] NO_BODY = {};

  /**
   * Ours to say, of answers other than 101: how the connection goes on, and where the body ends.
   */
  private static final Set<String> OURS =
      Set.of("date", "connection", "content-length", "transfer-encoding");

  private CommonHeaders() {}

  /**
   * Completes an answer.
   *
   * @param request what is answered, as far as it was read; null if nothing of it was
   * @param server null for no {@code Server} header
   */
  static Response complete(
      @Nullable Request request, Response response, String date, @Nullable String server) {
    var given = response.headers();
    var headers = Headers.builder().add("Date", date);
    byte[] body = NO_BODY;
    if (response.status() == 101) {
      headers.addAll(given);
    } else {
      headers.add("Connection", given.contains("Upgrade") ? "upgrade, close" : "close");
      // RFC 9110, 15.3.5 and 15.4.5: these two have no body
      if (response.status() != 204 && response.status() != 304) {
        body = response.body();
        headers.add("Content-Length", Integer.toString(body.length));
        if (body.length > 0 && !given.contains("Content-Type")) {
          headers.add("Content-Type", "text/plain; charset=utf-8");
        }
      }
      given.forEach(
          (name, value) -> {
            if (!OURS.contains(name.toLowerCase(Locale.ROOT))) {
              headers.add(name, value);
            }
          });
    }
    if (server != null && !given.contains("Server")) {
      headers.add("Server", server);
    }
    // RFC 9110, 9.3.2: the headers of an answer to GET, without its body
    boolean isHead = request != null && request.method().equals("HEAD");
    return new Response(
        response.status(), response.reason(), headers.build(), isHead ? NO_BODY : body);
  }
}
