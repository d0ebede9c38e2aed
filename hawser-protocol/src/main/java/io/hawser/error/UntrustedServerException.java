package io.hawser.error;

/** The server's certificate, or the host name in it, was refused. */
public final class UntrustedServerException extends HandshakeException {
  private static final long serialVersionUID = 1L;

  private final String host;

  /** Says which server was refused; the cause says why. */
  public UntrustedServerException(String host, Throwable cause) {
    super(Phase.TLS, "certificate of " + host + " refused: " + reason(cause), cause);
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
