package io.hawser.netty;

import io.hawser.handshake.Forwarding;
import io.hawser.handshake.TrustedProxies;
import io.hawser.model.Headers;
import io.hawser.observe.HandshakeGuard;
import io.hawser.observe.HandshakeGuard.Visit;
import io.hawser.observe.Source;
import io.hawser.queue.LogLines;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may come in to a server, and whose word counts on where they come from. Safe from any thread.
 */
public final class Admission {
  private static final Logger LOG = LoggerFactory.getLogger("io.hawser.server");

  /** There are few proxies, and nobody is to fill the memory by pretending to be one. */
  private static final int MOST_SUSPECTS = 1024;

  private final @Nullable HandshakeGuard guard;
  private final TrustedProxies trusted;
  private final boolean proxyProtocol;

  private final Set<Source> suspects = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean warned = new AtomicBoolean();
  private final AtomicBoolean guardFailed = new AtomicBoolean();

  /**
   * Joins what decides.
   *
   * @param guard null to let everybody in
   * @param proxyProtocol whether trusted proxies begin with a header of the PROXY protocol
   */
  public Admission(@Nullable HandshakeGuard guard, TrustedProxies trusted, boolean proxyProtocol) {
    this.guard = guard;
    this.trusted = trusted;
    this.proxyProtocol = proxyProtocol;
  }

  /** How many sources the guard refuses now; 0 without a guard. */
  public int penalised() {
    try {
      return guard == null ? 0 : guard.penalised();
    } catch (RuntimeException e) {
      guardFailed(e);
      return 0;
    }
  }

  @Nullable HandshakeGuard guard() {
    return guard;
  }

  /** Whether a peer is to begin with a header of the PROXY protocol. */
  boolean expectsProxyHeader(SocketAddress peer) {
    return proxyProtocol && isTrusted(peer);
  }

  /** Returns whom to ask the guard about, before anything was read. */
  Source source(SocketAddress peer) {
    if (isTrusted(peer)) {
      return Source.none();
    }
    Source source = Source.of(peer);
    return !suspects.isEmpty() && suspects.contains(source) ? Source.none() : source;
  }

  /** Returns what trusted proxies say of a request; nothing if the peer is none of them. */
  Forwarding forwarding(SocketAddress peer, Headers headers) {
    return isTrusted(peer) ? Forwarding.read(headers, trusted) : new Forwarding.Unnamed();
  }

  /**
   * Returns whom to ask the guard about, once the head of a request was read.
   *
   * @param peer the other end of the socket, or whom the PROXY protocol has named
   */
  Source source(SocketAddress peer, Headers headers, Forwarding forwarding) {
    return switch (forwarding) {
      case Forwarding.Client client -> Source.of(client.address());
      // all that a trusted proxy tells nothing clear of: one source, which others do not share
      case Forwarding.Unclear unclear -> Source.of(peer);
      case Forwarding.Unnamed unnamed -> {
        if (isPrivate(peer) && !isTrusted(peer) && Forwarding.isIn(headers)) {
          suspect(peer);
        }
        yield source(peer);
      }
    };
  }

  /** Tells a guard's visit something. */
  void tell(Visit visit, Consumer<Visit> news) {
    try {
      news.accept(visit);
    } catch (RuntimeException e) {
      guardFailed(e);
    }
  }

  /** A guard threw. */
  void guardFailed(RuntimeException e) {
    if (guardFailed.compareAndSet(false, true)) {
      LogLines.write(
          () -> LOG.error("the guard failed, and goes unheard where it fails; said once", e));
    } else if (LOG.isDebugEnabled()) {
      LogLines.write(() -> LOG.debug("the guard failed", e));
    }
  }

  /** Whether the word of a peer counts. */
  boolean isTrusted(SocketAddress peer) {
    return switch (peer) {
      case InetSocketAddress inet -> trusted.contains(inet.getAddress());
      case UnixDomainSocketAddress unix -> trusted.contains(null);
      // gone before its address was asked for
      case null, default -> false;
    };
  }

  private void suspect(SocketAddress peer) {
    if (suspects.size() < MOST_SUSPECTS) {
      suspects.add(Source.of(peer));
    }
    if (warned.compareAndSet(false, true)) {
      LogLines.write(
          () ->
              LOG.warn(
                  "{} sends Forwarded or X-Forwarded-For and is not trusted; if it is a proxy,"
                      + " name it in trustedProxies. Until then nobody behind it is limited by"
                      + " source. Said once",
                  Source.of(peer)));
    }
  }

  /** Whether a proxy of ours may have that address: no stranger on the internet has. */
  private static boolean isPrivate(SocketAddress peer) {
    if (!(peer instanceof InetSocketAddress inet) || inet.getAddress() == null) {
      return false;
    }
    InetAddress address = inet.getAddress();
    byte[] bytes = address.getAddress();
    return address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        // RFC 4193: fc00::/7
        || (address instanceof Inet6Address && (bytes[0] & 0xfe) == 0xfc)
        // RFC 6598: 100.64.0.0/10
        || (bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 0x40);
  }
}
