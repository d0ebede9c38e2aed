package io.hawser.server;

import io.hawser.model.Request;
import io.hawser.model.Response;
import java.security.Principal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who bears a token (RFC 6750), such as a JWT: the first hook of a handshake, that is
 * {@code builder.processRequest(BearerAuth.of(…))}. Whose it is becomes {@link
 * io.hawser.WebSocket#peerPrincipal}. Who sends no token, or one that is not known, is answered
 * with 401. Safe from any thread.
 *
 * <p>Tokens travel as they are: use TLS. Browsers cannot send this header with a WebSocket; for
 * them, a cookie or a ticket in the path serves, looked at by a {@link RequestProcessor} of your
 * own.
 */
public final class BearerAuth implements RequestProcessor {
  /** RFC 6750, 2.1. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]++=*+");

  private final Credentials credentials;
  private final Checker checker;

  private BearerAuth(String realm, Checker checker) {
    this.credentials = new Credentials("Bearer", "realm=" + Credentials.quoted(realm));
    this.checker = checker;
  }

  /** Knows tokens. */
  @FunctionalInterface
  public interface Checker {
    /**
     * Returns whose token this is, or null if it is not known, or no longer; may block. Secrets are
     * to be compared in constant time, as {@link java.security.MessageDigest#isEqual} does.
     */
    @Nullable Principal check(String token) throws Exception;
  }

  /**
   * Returns a hook that asks {@code checker}.
   *
   * @param realm what the tokens are for
   * @throws IllegalArgumentException if HTTP cannot carry the realm
   */
  public static BearerAuth of(String realm, Checker checker) {
    return new BearerAuth(realm, checker);
  }

  @Override
  public @Nullable Response process(Request request, Peer peer) throws Exception {
    String token = credentials.of(request);
    if (token == null || !TOKEN.matcher(token).matches()) {
      return credentials.missing();
    }
    Principal bearer = checker.check(token);
    if (bearer == null) {
      // RFC 6750, 3.1
      return credentials.missing("error=\"invalid_token\"");
    }
    peer.identifyAs(bearer);
    return null;
  }
}
