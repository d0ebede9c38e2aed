package io.hawser.benchmarks.server;

import io.hawser.benchmarks.process.TlsKeys;
import io.netty.handler.ssl.OpenSsl;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * TLS of a server.
 *
 * @param boringSsl whether it is BoringSSL's, otherwise the JDK's
 * @param folder with {@link TlsKeys}
 */
record Tls(boolean boringSsl, Path folder) {
  /**
   * Reads the argument {@code tls}: {@code boringssl} or {@code jsse}, then a colon and the folder.
   *
   * @throws IllegalStateException if that library is not there: another would be measured under its
   *     name
   */
  static Tls parse(String value) {
    String[] parts = value.split(":", 2);
    boolean boringSsl =
        switch (parts[0]) {
          case "boringssl" -> true;
          case "jsse" -> false;
          default -> throw new IllegalArgumentException("tls: " + value);
        };
    if (!boringSsl) {
      System.setProperty("io.netty.handler.ssl.noOpenSsl", "true");
    }
    if (OpenSsl.isAvailable() != boringSsl) {
      throw new IllegalStateException("netty-tcnative does not work here");
    }
    return new Tls(boringSsl, Path.of(parts[1]));
  }

  Path certificate() {
    return folder.resolve(TlsKeys.CERTIFICATE);
  }

  Path key() {
    return folder.resolve(TlsKeys.KEY);
  }

  Path store() {
    return folder.resolve(TlsKeys.STORE);
  }

  /** Returns a context of the JDK's. */
  SSLContext context() throws Exception {
    char[] password = TlsKeys.PASSWORD.toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(store())) {
      store.load(file, password);
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
