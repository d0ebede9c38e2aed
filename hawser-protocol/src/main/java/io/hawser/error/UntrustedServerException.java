package io.hawser.error;

/** The certificate of the server, or of the proxy, or the host name in it, was refused. */
public final class UntrustedServerException extends HandshakeException {
  private static final long serialVersionUID = 1L;

  private final String host;

  /** Says which server was refused; the cause says why. */
  public UntrustedServerException(String host, Throwable cause) {
    this(Phase.TLS, host, cause);
  }

  /**
   * Says who was refused; the cause says why.
   *
   * @param phase {@link Phase#PROXY} for a proxy
   */
  public UntrustedServerException(Phase phase, String host, Throwable cause) {
    super(phase, "certificate of " + host + " refused: " + reason(cause), cause);
    this.host = host;
  }

  /** The host whose certificate was expected. */
  public String host() {
    return host;
  }

  private static String reason(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : message;
  }
}
