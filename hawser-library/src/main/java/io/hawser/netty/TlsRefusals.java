package io.hawser.netty;

import io.hawser.handshake.FailureKind;
import io.hawser.handshake.Refusal;
import io.netty.handler.ssl.NotSslRecordException;
import javax.net.ssl.SSLException;

/** What a TLS handshake with a client that failed comes to. */
final class TlsRefusals {
  private TlsRefusals() {}

  /** Whether it was TLS that failed, and not the socket under it. */
  static boolean isOfTls(Throwable failure) {
    return failure instanceof SSLException || failure.getCause() instanceof SSLException;
  }

  static Refusal of(Throwable failure) {
    // Netty's own message is a dump of what the peer sent, credentials of plain HTTP included
    var cause = isNoTls(failure) ? new SSLException("not TLS: plain HTTP, or junk") : failure;
    return Refusal.unanswered(FailureKind.TLS_FAILED, "TLS handshake failed", cause);
  }

  private static boolean isNoTls(Throwable failure) {
    return failure instanceof NotSslRecordException
        || failure.getCause() instanceof NotSslRecordException;
  }
}
