package io.hawser.server;

import io.hawser.model.Request;
import io.hawser.model.Response;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who knows a password (RFC 7617): the first hook of a handshake, that is {@code
 * builder.processRequest(BasicAuth.of(…))}. The user becomes {@link
 * io.hawser.WebSocket#peerPrincipal}. Who sends no credentials, or wrong ones, is answered with
 * 401. Safe from any thread.
 *
 * <p>Passwords travel as they are: use TLS.
 */
public final class BasicAuth implements RequestProcessor {
  private final Credentials credentials;
  private final Checker checker;

  private BasicAuth(String realm, Checker checker) {
    this.credentials =
        new Credentials("Basic", "realm=" + Credentials.quoted(realm) + ", charset=\"UTF-8\"");
    this.checker = checker;
  }

  /** Knows passwords. */
  @FunctionalInterface
  public interface Checker {
    /**
     * Whether this is the user's password; may block. It should take as long for a user that does
     * not exist.
     */
    boolean check(String user, String password) throws Exception;
  }

  /**
   * Returns a hook that asks {@code checker}.
   *
   * @param realm what the credentials are for, as browsers show it
   * @throws IllegalArgumentException if HTTP cannot carry the realm
   */
  public static BasicAuth of(String realm, Checker checker) {
    return new BasicAuth(realm, checker);
  }

  /**
   * Returns a hook that knows these passwords, and compares them in constant time.
   *
   * @param realm what the credentials are for, as browsers show it
   * @param passwords by user
   * @throws IllegalArgumentException if HTTP cannot carry the realm, or a user's name has a colon
   */
  public static BasicAuth of(String realm, Map<String, String> passwords) {
    var known = Map.copyOf(passwords);
    for (String user : known.keySet()) {
      if (user.indexOf(':') >= 0) {
        throw new IllegalArgumentException("user: " + user + "; must not have a colon");
      }
    }
    return new BasicAuth(
        realm,
        (user, password) -> {
          // compared for strangers too, so that time does not tell who is known
          boolean same = Credentials.equal(password, known.getOrDefault(user, ""));
          return same && known.containsKey(user);
        });
  }

  @Override
  public @Nullable Response process(Request request, Peer peer) throws Exception {
    String pair = decoded(credentials.of(request));
    int colon = pair == null ? -1 : pair.indexOf(':');
    if (pair == null || colon < 0) {
      return credentials.missing();
    }
    String user = pair.substring(0, colon);
    if (!checker.check(user, pair.substring(colon + 1))) {
      return credentials.missing();
    }
    peer.identifyAs(new NamedPrincipal(user));
    return null;
  }

  /** RFC 7617, 2: base64 of UTF-8 without control characters; null if it is not. */
  private static @Nullable String decoded(@Nullable String token) {
    if (token == null) {
      return null;
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(token);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.chars().anyMatch(Character::isISOControl) ? null : text;
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return null;
    }
  }
}
