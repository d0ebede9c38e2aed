package io.hawser.netty;

import io.hawser.handshake.Refusal;
import io.hawser.model.Request;
import io.hawser.model.Response;
import io.hawser.observe.HandshakeFailure;
import io.netty.channel.Channel;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who asks for a connection, and since when. Safe from any thread. */
public final class Knock {
  private final Channel channel;
  private final Admittance admittance;
  private final String id = Ids.next();
  private final long startNanos = System.nanoTime();

  Knock(Channel channel, Admittance admittance) {
    this.channel = channel;
    this.admittance = admittance;
  }

  /** The connection's short name, as in logs. */
  public String id() {
    return id;
  }

  /** Our address. */
  public SocketAddress localAddress() {
    return Addresses.local(channel);
  }

  /** The client's address, as far as it is known: the socket's, or whom a trusted proxy names. */
  public SocketAddress remoteAddress() {
    return admittance.peer();
  }

  /** What TLS has verified, the client's own first; empty if it has shown none. */
  public List<X509Certificate> certificates() {
    return TlsContexts.peerCertificates(channel);
  }

  /**
   * Returns what to tell of a handshake that fails now.
   *
   * @param request as far as it was read, or null if not even its first line was
   */
  public HandshakeFailure failure(@Nullable Request request, Refusal refusal) {
    Response response = refusal.response();
    return new HandshakeFailure(
        id,
        refusal.kind(),
        localAddress(),
        remoteAddress(),
        Addresses.remote(channel),
        TlsContexts.facts(channel),
        request,
        response == null ? 0 : response.status(),
        refusal.detail(),
        refusal.cause(),
        took());
  }

  /** How long it is since the socket was accepted. */
  Duration took() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }
}
