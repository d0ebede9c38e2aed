package io.hawser.netty;

import io.hawser.handshake.ProxyHandshake;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The proxy of one attempt.
 *
 * @param host to resolve; IPv6 without brackets
 * @param tls null to speak with it in plain text
 * @param handshake a new one for each call
 * @param shown the proxy as messages name it: without credentials
 */
public record ProxyRoute(
    String host,
    int port,
    @Nullable TlsClient tls,
    Supplier<ProxyHandshake> handshake,
    String shown) {
  /** The proxy as messages name it. */
  @Override
  public String toString() {
    return shown;
  }
}
