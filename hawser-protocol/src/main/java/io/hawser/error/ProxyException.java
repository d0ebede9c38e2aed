package io.hawser.error;

import io.hawser.model.Response;
import org.jspecify.annotations.Nullable;

/** A proxy refused to connect us to the server. */
public final class ProxyException extends HandshakeException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Response response;

  /**
   * Says what the proxy did.
   *
   * @param response the proxy's answer, or null if it is not an HTTP one
   */
  public ProxyException(String what, @Nullable Response response, @Nullable Throwable cause) {
    super(Phase.PROXY, what, cause);
    this.response = response;
  }

  /** The proxy's answer, or null if it gave none in HTTP. */
  public @Nullable Response response() {
    return response;
  }
}
