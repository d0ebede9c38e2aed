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

  /** Ours to say unless a connection opens: how it goes on, and where the body ends. */
  private static final Set<String> OURS =
      Set.of("connection", "content-length", "transfer-encoding");

  private CommonHeaders() {}

  /**
   * Completes an answer.
   *
   * @param request what is answered, as far as it was read; null if nothing of it was
   * @param server null for no {@code Server} header
   */
  static Response complete(
      @Nullable Request request, Response response, String date, @Nullable String server) {
    boolean opens = response.status() == 101;
    var given = response.headers();
    var headers = Headers.builder().add("Date", date);
    if (!opens) {
      addFraming(response, headers);
    }
    given.forEach(
        (name, value) -> {
          var lowerCase = name.toLowerCase(Locale.ROOT);
          if (!lowerCase.equals("date") && (opens || !OURS.contains(lowerCase))) {
            headers.add(name, value);
          }
        });
    if (server != null && !given.contains("Server")) {
      headers.add("Server", server);
    }
    // RFC 9110, 9.3.2: the answer to HEAD has the headers of one to GET, and no body
    boolean isHead = request != null && request.method().equals("HEAD");
    byte[] body = isHead || !hasBody(response.status()) ? NO_BODY : response.body();
    return new Response(response.status(), response.reason(), headers.build(), body);
  }

  private static void addFraming(Response response, Headers.Builder headers) {
    var given = response.headers();
    // RFC 9110, 7.8: who sends Upgrade says so in Connection
    headers.add("Connection", given.contains("Upgrade") ? "upgrade, close" : "close");
    if (hasBody(response.status())) {
      int length = response.body().length;
      headers.add("Content-Length", Integer.toString(length));
      if (length > 0 && !given.contains("Content-Type")) {
        headers.add("Content-Type", "text/plain; charset=utf-8");
      }
    }
  }

  // RFC 9110, 15.2, 15.3.5 and 15.4.5
  private static boolean hasBody(int status) {
    return status >= 200 && status != 204 && status != 304;
  }
}
