package io.hawser.netty;

import io.hawser.error.ConnectFailedException;
import io.hawser.error.HandshakeException;
import io.hawser.error.Phase;
import io.hawser.error.UntrustedServerException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;

/** What a failed TLS handshake of a client means. */
final class TlsFailures {
  private TlsFailures() {}

  /**
   * Returns what to throw.
   *
   * @param phase {@link Phase#PROXY} for a proxy's
   * @param authority whom we spoke with
   */
  static HandshakeException of(Phase phase, String host, String authority, Throwable cause) {
    return isAboutTrust(cause)
        ? new UntrustedServerException(phase, host, cause)
        : new ConnectFailedException(phase, "TLS with " + authority + " failed", cause);
  }

  private static boolean isAboutTrust(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException
          || cause instanceof CertPathValidatorException
          || cause instanceof CertPathBuilderException) {
        return true;
      }
    }
    return false;
  }
}
