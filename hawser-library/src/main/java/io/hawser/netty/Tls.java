package io.hawser.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** TLS for either role: 1.2 and up. */
public final class Tls {
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  private final SslContext context;
  private final boolean checksHost;

  private Tls(SslContext context, boolean checksHost) {
    this.context = context;
    this.checksHost = checksHost;
  }

  /**
   * Returns a server's TLS from PEM files.
   *
   * @param certificates the server's certificate, then those that lead to its authority
   * @param privateKey unencrypted, PKCS#8
   * @throws IllegalArgumentException if a file cannot be read or does not hold what it should
   */
  public static Tls server(Path certificates, Path privateKey) {
    requireReadable("TLS certificate", certificates);
    requireReadable("TLS private key", privateKey);
    try {
      return new Tls(
          SslContextBuilder.forServer(certificates.toFile(), privateKey.toFile())
              .protocols(VERSIONS)
              .build(),
          false);
    } catch (SSLException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "TLS files: %s and %s; must be PEM, a certificate chain and its PKCS#8 key"
              .formatted(certificates, privateKey),
          e);
    }
  }

  /** Returns a server's TLS from a context of the JDK's. */
  public static Tls server(SSLContext context) {
    return new Tls(of(context, false), false);
  }

  /** Returns a client's TLS from a context of the JDK's; host names are checked. */
  public static Tls client(SSLContext context) {
    return new Tls(of(context, true), true);
  }

  /** Returns a client's TLS with the JDK's trusted authorities; host names are checked. */
  public static Tls client() {
    return Default.CLIENT;
  }

  /** Returns a client's TLS that takes any certificate: for tests and first looks only. */
  public static Tls insecureClient() {
    try {
      return new Tls(
          SslContextBuilder.forClient()
              .trustManager(InsecureTrustManagerFactory.INSTANCE)
              .endpointIdentificationAlgorithm(null)
              .protocols(VERSIONS)
              .build(),
          false);
    } catch (SSLException e) {
      throw new IllegalStateException("no TLS in this JDK", e);
    }
  }

  /** Returns the handler of one accepted connection. */
  SslHandler serverHandler(ByteBufAllocator allocator) {
    return withoutTimeout(context.newHandler(allocator));
  }

  /** Returns the handler of one connection to a server. */
  SslHandler clientHandler(ByteBufAllocator allocator, String host, int port) {
    SslHandler handler = context.newHandler(allocator, host, port);
    if (checksHost) {
      // said for each engine: a context of the JDK's says nothing of host names
      SSLParameters parameters = handler.engine().getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      handler.engine().setSSLParameters(parameters);
    }
    return withoutTimeout(handler);
  }

  /** The opening deadline is one over TLS and HTTP together, and not kept here. */
  private static SslHandler withoutTimeout(SslHandler handler) {
    handler.setHandshakeTimeoutMillis(0);
    handler.setCloseNotifyFlushTimeoutMillis(Duration.ofSeconds(3).toMillis());
    return handler;
  }

  @SuppressWarnings("deprecation") // the only constructor that takes a context and versions
  private static SslContext of(SSLContext context, boolean client) {
    return new JdkSslContext(
        context,
        client,
        null,
        IdentityCipherSuiteFilter.INSTANCE,
        null,
        ClientAuth.NONE,
        VERSIONS,
        false);
  }

  private static void requireReadable(String what, Path file) {
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException(what + ": " + file + "; must be a readable PEM file");
    }
  }

  private static final class Default {
    static final Tls CLIENT = create();

    private static Tls create() {
      try {
        return new Tls(SslContextBuilder.forClient().protocols(VERSIONS).build(), true);
      } catch (SSLException e) {
        throw new IllegalStateException("no TLS in this JDK", e);
      }
    }
  }
}
