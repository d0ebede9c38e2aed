package io.hawser.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS settings that trust the authorities of a PEM file, and nobody else. */
public final class TrustedAuthority {
  private TrustedAuthority() {}

  /**
   * Returns a context for clients.
   *
   * @throws IllegalArgumentException if the file cannot be read or holds no certificate
   */
  public static SSLContext context(Path pem) {
    try (var in = Files.newInputStream(pem)) {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int count = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority-" + count++, each);
      }
      if (count == 0) {
        throw new IllegalArgumentException(pem + ": no certificate; expected PEM");
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(pem + ": " + e + "; expected certificates in PEM", e);
    }
  }
}
