package io.hawser.netty;

import io.hawser.ClientTls;
import io.hawser.PemFiles;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** A client's TLS. Safe from any thread. */
public final class TlsClient {
  private final SslContext context;
  private final boolean checksHost;

  private TlsClient(SslContext context, boolean checksHost) {
    this.context = context;
    this.checksHost = checksHost;
  }

  /**
   * Returns TLS by PEM files, which are read here, once.
   *
   * @throws IllegalArgumentException if a file cannot be read or does not hold what it should
   */
  public static TlsClient of(ClientTls settings) {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .endpointIdentificationAlgorithm(checkOf(!settings.trustsAnyServer()));
    if (settings.trustsAnyServer()) {
      builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
    }
    settings.authorities().ifPresent(file -> builder.trustManager(Pem.certificates(file)));
    settings.certificate().ifPresent(files -> show(builder, files));
    try {
      return new TlsClient(TlsContexts.build(builder), !settings.trustsAnyServer());
    } catch (SSLException e) {
      throw new IllegalArgumentException("TLS of a client; must be what TLS can work with", e);
    }
  }

  /** Returns TLS by a context of the JDK's; host names are checked. */
  public static TlsClient of(SSLContext context) {
    return new TlsClient(TlsContexts.of(context, true), true);
  }

  /** Returns TLS with the JDK's trusted authorities; host names are checked. */
  public static TlsClient byDefault() {
    return Default.CLIENT;
  }

  /** Returns the handler of one connection to a server. */
  SslHandler handler(ByteBufAllocator allocator, String host, int port) {
    SslHandler handler = context.newHandler(allocator, host, port);
    // said for each engine: a context of the JDK's says nothing of host names
    SSLParameters parameters = handler.engine().getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm(checkOf(checksHost));
    handler.engine().setSSLParameters(parameters);
    return TlsContexts.prepared(handler);
  }

  private static @Nullable String checkOf(boolean host) {
    return host ? "HTTPS" : null;
  }

  private static void show(SslContextBuilder builder, PemFiles files) {
    Identity identity = Identity.read(files);
    builder.keyManager(identity.key(), identity.chain());
  }

  private static final class Default {
    static final TlsClient CLIENT = of(ClientTls.builder().build());
  }
}
