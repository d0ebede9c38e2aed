package io.hawser.netty;

import io.hawser.ServerTls;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** A server's TLS. Safe from any thread. */
public final class TlsServer {
  private final @Nullable ServerTls settings;
  private final ReentrantLock reloading = new ReentrantLock();
  private volatile Loaded loaded;

  /** What connections to come are served with. */
  private record Loaded(SslContext context, @Nullable SNIMatcher names) {}

  private TlsServer(@Nullable ServerTls settings, Loaded loaded) {
    this.settings = settings;
    this.loaded = loaded;
  }

  /**
   * Returns TLS by PEM files, which are read here.
   *
   * @throws IllegalArgumentException if a file cannot be read or does not hold what it should
   */
  public static TlsServer of(ServerTls settings) {
    return new TlsServer(settings, load(settings));
  }

  /** Returns TLS by a context of the JDK's. */
  public static TlsServer of(SSLContext context) {
    return new TlsServer(null, new Loaded(TlsContexts.of(context, false), null));
  }

  /**
   * Reads the files again; from then on handshakes that begin go by what they hold now.
   *
   * @throws IllegalArgumentException if a file cannot be read or does not hold what it should; then
   *     all stays as it was
   * @throws IllegalStateException if there are no files
   */
  public void reload() {
    ServerTls files = settings;
    if (files == null) {
      throw new IllegalStateException(
          "TLS of this server is by an SSLContext; only files can be reloaded");
    }
    // of two at once, the one that reads last must be the one that counts
    reloading.lock();
    try {
      loaded = load(files);
    } finally {
      reloading.unlock();
    }
  }

  /** Returns the handler of one accepted connection. */
  SslHandler handler(ByteBufAllocator allocator) {
    Loaded now = loaded;
    SslHandler handler = now.context().newHandler(allocator);
    if (now.names() != null) {
      SSLParameters parameters = handler.engine().getSSLParameters();
      parameters.setSNIMatchers(List.of(now.names()));
      handler.engine().setSSLParameters(parameters);
    }
    return TlsContexts.prepared(handler);
  }

  private static Loaded load(ServerTls settings) {
    var keys = new NamedKeys(settings.certificates().stream().map(Identity::read).toList());
    KeyManagerFactory factory = new KeysFactory(keys);
    if (TlsContexts.provider() != SslProvider.JDK) {
      // BoringSSL has a key's bytes copied; once is enough
      factory = new OpenSslCachingX509KeyManagerFactory(factory);
    }
    SslContextBuilder builder =
        SslContextBuilder.forServer(factory)
            .clientAuth(
                switch (settings.clientCertificates()) {
                  case OFF -> ClientAuth.NONE;
                  case WANTED -> ClientAuth.OPTIONAL;
                  case REQUIRED -> ClientAuth.REQUIRE;
                });
    settings.clientAuthorities().ifPresent(file -> builder.trustManager(Pem.certificates(file)));
    try {
      return new Loaded(
          TlsContexts.build(builder), settings.refusesUnknownNames() ? keys.matcher() : null);
    } catch (SSLException e) {
      throw new IllegalArgumentException(
          "TLS files: " + settings.certificates() + "; must be what TLS can work with", e);
    }
  }
}
