package io.hawser.client;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.Callable;

/**
 * Supplies the value of {@code Authorization}, anew for each attempt. Called by the thread that
 * connects, one attempt after the other. What it throws makes a failed attempt.
 */
@FunctionalInterface
public interface Credentials {
  /** Returns the header's value for an attempt, such as {@code Bearer abc}. */
  String authorization() throws Exception;

  /**
   * The server has refused the last ones: {@link #authorization} is to return others now. Default:
   * does nothing, for suppliers that ask for new ones each time.
   */
  default void refresh() throws Exception {}

  /** Bearer tokens (RFC 6750, 2.1): asks for one for each attempt. */
  static Credentials bearer(Callable<String> token) {
    return () -> "Bearer " + token.call();
  }

  /** A user name and a password (RFC 7617), always the same. */
  static Credentials basic(String user, String password) {
    if (user.indexOf(':') >= 0) {
      throw new IllegalArgumentException("user name has a colon; must not");
    }
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    String value = "Basic " + Base64.getEncoder().encodeToString(pair);
    return () -> value;
  }
}
