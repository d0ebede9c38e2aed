package io.hawser.server;

import io.hawser.connection.Identified;
import io.hawser.netty.Knock;
import java.net.SocketAddress;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for a connection, and what the hooks of its handshake have found out. Safe from any
 * thread.
 */
public final class Peer {
  private final Knock knock;
  private final Map<String, Object> attributes = new ConcurrentHashMap<>();
  private volatile @Nullable Principal principal;

  Peer(Knock knock) {
    this.knock = knock;
  }

  /** The connection's short name, as in logs and as {@link io.hawser.WebSocket#id} will be. */
  public String id() {
    return knock.id();
  }

  /** The client's address. */
  public SocketAddress address() {
    return knock.remoteAddress();
  }

  /** The address of ours that the client has connected to. */
  public SocketAddress localAddress() {
    return knock.localAddress();
  }

  /** The certificates that the client has shown and TLS has verified, its own first; or none. */
  public List<X509Certificate> certificates() {
    return knock.certificates();
  }

  /** Who the peer is: what a hook has said, otherwise whom its certificate names, if any. */
  public Optional<Principal> principal() {
    Principal known = principal;
    return known == null
        ? certificates().stream().findFirst().map(X509Certificate::getSubjectX500Principal)
        : Optional.of(known);
  }

  /** Says who the peer is: {@link io.hawser.WebSocket#peerPrincipal} from now on. */
  public void identifyAs(Principal principal) {
    this.principal = principal;
  }

  /**
   * What hooks have found out, by name; theirs to change. Once the connection is open it is {@link
   * io.hawser.WebSocket#attributes}.
   */
  public Map<String, Object> attributes() {
    return attributes;
  }

  Identified identified() {
    return principal == null && attributes.isEmpty()
        ? Identified.NOTHING
        : new Identified(principal, attributes);
  }
}
