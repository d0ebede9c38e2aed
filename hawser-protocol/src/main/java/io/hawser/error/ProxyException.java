package io.hawser.error;

import io.hawser.model.Response;
import org.jspecify.annotations.Nullable;

/**
 * A proxy answered, but did not connect us to the server. One that cannot be reached, or ends the
 * stream before it has answered, is a {@link ConnectFailedException} instead.
 */
public final class ProxyException extends HandshakeException {
  /** What a proxy's refusal comes to, whatever it speaks. */
  public enum Reason {
    /** It wants credentials, or other ones: HTTP 407 or 401, or what SOCKS has for it. */
    CREDENTIALS,
    /**
     * It cannot reach the server, or not now: HTTP 5xx; of SOCKS 5 the replies 1, 3, 4, 5 and 6; of
     * SOCKS 4 the reply 91.
     */
    UNAVAILABLE,
    /** It does not want to: any other status or reply. */
    FORBIDDEN,
    /** What it sent is not what it was taken to speak, or breaks its grammar or our limits. */
    MALFORMED
  }

  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final transient @Nullable Response response;

  /**
   * Says what the proxy did.
   *
   * @param response the proxy's answer, or null if it is not an HTTP one
   */
  public ProxyException(
      Reason reason, String what, @Nullable Response response, @Nullable Throwable cause) {
    super(Phase.PROXY, what, cause);
    this.reason = reason;
    this.response = response;
  }

  /** What its answer comes to. */
  public Reason reason() {
    return reason;
  }

  /**
   * The proxy's answer: status, headers and the start of the body, at most 4 KiB; null if it gave
   * none in HTTP.
   */
  public @Nullable Response response() {
    return response;
  }
}
