package io.hawser.server;

import io.hawser.model.Headers;
import io.hawser.model.Request;
import io.hawser.model.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Credentials of one scheme in the {@code Authorization} header (RFC 9110, 11). */
final class Credentials {
  private final String scheme;
  private final String challenge;

  /**
   * Expects credentials of a scheme.
   *
   * @param parameters of the challenge
   */
  Credentials(String scheme, String parameters) {
    this.scheme = scheme;
    this.challenge = scheme + " " + parameters;
  }

  /**
   * Returns what follows the scheme; null if there is no such header, more than one, or another.
   */
  @Nullable String of(Request request) {
    List<String> values = request.headers().all("Authorization");
    if (values.size() != 1) {
      return null;
    }
    String value = values.get(0);
    int space = value.indexOf(' ');
    return space > 0 && value.substring(0, space).equalsIgnoreCase(scheme)
        ? value.substring(space + 1).strip()
        : null;
  }

  /** The answer to a request without the right ones (RFC 9110, 11.6.1). */
  Response missing() {
    return refusal(challenge);
  }

  /** The same, with one parameter more. */
  Response missing(String parameter) {
    return refusal(challenge + ", " + parameter);
  }

  private static Response refusal(String challenge) {
    Response response = Response.text(401, "Credentials are missing or wrong.");
    return response.withHeaders(
        response.headers().toBuilder().add("WWW-Authenticate", challenge).build());
  }

  /** Compares in a time that does not depend on where, or whether, they differ. */
  static boolean equal(String one, String other) {
    return MessageDigest.isEqual(digest(one), digest(other));
  }

  private static byte[] digest(String text) {
    try {
      // of equal length, whatever the length of the secret
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every platform has it
    }
  }

  /**
   * Returns the realm as a quoted string (RFC 9110, 5.6.4).
   *
   * @throws IllegalArgumentException if HTTP cannot carry it
   */
  static String quoted(String realm) {
    String quoted = "\"" + realm.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    if (!Headers.isValue(quoted)) {
      throw new IllegalArgumentException("realm: a character that HTTP cannot carry");
    }
    return quoted;
  }
}
