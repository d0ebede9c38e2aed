package io.hawser.netty;

import io.hawser.observe.TlsFacts;
import io.netty.channel.Channel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.security.Principal;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the TLS of both roles has in common: 1.2 and up, HTTP/1.1, no renegotiation. */
final class TlsContexts {
  private static final Logger LOG = LoggerFactory.getLogger("io.hawser.tls");
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  /** RFC 7301. A peer that speaks of other protocols only is asked for HTTP/1.1 all the same. */
  private static final ApplicationProtocolConfig HTTP_1_1 =
      new ApplicationProtocolConfig(
          Protocol.ALPN,
          SelectorFailureBehavior.NO_ADVERTISE,
          SelectedListenerFailureBehavior.ACCEPT,
          ApplicationProtocolNames.HTTP_1_1);

  private TlsContexts() {}

  /** Builds a context of what {@code builder} has, and what all have. */
  static SslContext build(SslContextBuilder builder) throws SSLException {
    return builder
        .sslProvider(provider())
        .protocols(VERSIONS)
        .applicationProtocolConfig(HTTP_1_1)
        .build();
  }

  /** Wraps a context of the JDK's. */
  @SuppressWarnings("deprecation") // the only constructor that takes a context and versions
  static SslContext of(SSLContext context, boolean client) {
    return new JdkSslContext(
        context,
        client,
        null,
        IdentityCipherSuiteFilter.INSTANCE,
        HTTP_1_1,
        ClientAuth.NONE,
        VERSIONS,
        false);
  }

  /** BoringSSL where netty-tcnative is there, otherwise the JDK. */
  static SslProvider provider() {
    return Chosen.PROVIDER;
  }

  /** Sets a handler up; the opening deadline is one over TLS and HTTP, and not kept here. */
  static SslHandler prepared(SslHandler handler) {
    handler.setHandshakeTimeoutMillis(0);
    handler.setCloseNotifyFlushTimeoutMillis(Duration.ofSeconds(3).toMillis());
    return handler;
  }

  /**
   * To be called when a handshake is complete: it was the last. BoringSSL renegotiates for nobody;
   * the JDK would, for any peer that speaks TLS 1.2.
   */
  static void refuseRenegotiation(@Nullable SslHandler handler) {
    if (handler == null) {
      return;
    }
    SSLEngine engine = handler.engine();
    if (!engine.getSession().getProtocol().equals("TLSv1.3")) {
      engine.setEnableSessionCreation(false);
    }
  }

  /** Returns the certificates that the peer has shown, its own first; empty if it has not. */
  static List<X509Certificate> peerCertificates(Channel channel) {
    SslHandler handler = Channels.tls(channel);
    if (handler == null) {
      return List.of();
    }
    try {
      Certificate[] certificates = handler.engine().getSession().getPeerCertificates();
      return Stream.of(certificates).map(X509Certificate.class::cast).toList();
    } catch (SSLPeerUnverifiedException e) {
      return List.of();
    }
  }

  /** Returns what TLS has come to so far; null without TLS. */
  static @Nullable TlsFacts facts(Channel channel) {
    SslHandler handler = channel.pipeline().get(SslHandler.class);
    if (handler == null) {
      return null;
    }
    SSLSession unfinished = handler.engine().getHandshakeSession();
    SSLSession session = unfinished == null ? handler.engine().getSession() : unfinished;
    // before one is agreed on, the JDK's cipher is SSL_NULL_WITH_NULL_NULL, and the version a guess
    boolean agreed = session.getCipherSuite().startsWith("TLS_");
    return new TlsFacts(
        agreed ? session.getProtocol() : null,
        agreed ? session.getCipherSuite() : null,
        NamedKeys.requestedHost(session),
        verifiedPrincipal(session));
  }

  private static @Nullable Principal verifiedPrincipal(SSLSession session) {
    try {
      return session.getPeerPrincipal();
    } catch (SSLPeerUnverifiedException e) {
      return null;
    }
  }

  private static final class Chosen {
    static final SslProvider PROVIDER = choose();

    private static SslProvider choose() {
      if (OpenSsl.isAvailable()) {
        LOG.debug("TLS by {}", OpenSsl.versionString());
        return SslProvider.OPENSSL;
      }
      LOG.debug("TLS by the JDK; netty-tcnative is not there");
      return SslProvider.JDK;
    }
  }
}
