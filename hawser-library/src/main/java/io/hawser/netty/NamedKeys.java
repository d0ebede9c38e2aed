package io.hawser.netty;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a server's certificate by the host that the client names (RFC 6066, 3): one for it in
 * full, one with a wildcard, or the default.
 */
final class NamedKeys extends X509ExtendedKeyManager {
  private final List<Identity> identities;

  /**
   * Of several identities.
   *
   * @param identities the default one first
   */
  NamedKeys(List<Identity> identities) {
    this.identities = List.copyOf(identities);
  }

  /** Refuses hosts that no certificate is for. */
  SNIMatcher matcher() {
    return new SNIMatcher(StandardConstants.SNI_HOST_NAME) {
      @Override
      public boolean matches(SNIServerName name) {
        return !of(hostOf(name)).isEmpty();
      }
    };
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    List<Identity> chosen = of(host(engine));
    if (chosen.isEmpty()) {
      chosen = identities.subList(0, 1);
    }
    // one host may have certificates of several kinds; types such as EC_RSA name two
    String algorithm = keyType.replaceFirst("_.*", "");
    for (Identity identity : chosen) {
      if (identity.key().getAlgorithm().equals(algorithm)) {
        return Integer.toString(identities.indexOf(identity));
      }
    }
    return null;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return identity(alias).chain().toArray(X509Certificate[]::new);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return identity(alias).key();
  }

  private Identity identity(String alias) {
    return identities.get(Integer.parseInt(alias));
  }

  private List<Identity> of(@Nullable String host) {
    if (host == null) {
      return List.of();
    }
    List<Identity> named = all(identity -> identity.names(host));
    return named.isEmpty() ? all(identity -> identity.matches(host)) : named;
  }

  private List<Identity> all(Predicate<Identity> condition) {
    return identities.stream().filter(condition).toList();
  }

  private static @Nullable String host(@Nullable SSLEngine engine) {
    return engine == null ? null : requestedHost(engine.getHandshakeSession());
  }

  /** Returns the host that a client has named (RFC 6066, 3), in lower case; null if none. */
  static @Nullable String requestedHost(@Nullable SSLSession asked) {
    if (asked instanceof ExtendedSSLSession session) {
      for (SNIServerName name : session.getRequestedServerNames()) {
        if (name.getType() == StandardConstants.SNI_HOST_NAME) {
          return hostOf(name);
        }
      }
    }
    return null;
  }

  private static @Nullable String hostOf(SNIServerName name) {
    try {
      var host = name instanceof SNIHostName known ? known : new SNIHostName(name.getEncoded());
      return host.getAsciiName().toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      // not a host name: nobody's
      return null;
    }
  }

  // ---- asked of clients, or by sockets that block

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
