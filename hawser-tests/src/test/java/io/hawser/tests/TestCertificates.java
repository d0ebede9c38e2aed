package io.hawser.tests;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority of our own and a certificate of localhost. */
final class TestCertificates {
  private static final X509Bundle AUTHORITY = authority("Hawser test authority");
  private static final X509Bundle LOCALHOST = server(AUTHORITY, "localhost");

  private TestCertificates() {}

  /** The authority that clients of {@link #clientContext()} trust. */
  static X509Bundle authority() {
    return AUTHORITY;
  }

  static X509Bundle authority(String name) {
    try {
      return new CertificateBuilder()
          .subject("CN=" + name)
          .setIsCertificateAuthority(true)
          .buildSelfSigned();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static X509Bundle server(X509Bundle authority, String host) {
    try {
      return new CertificateBuilder()
          .subject("CN=" + host)
          .addSanDnsName(host)
          .buildIssuedBy(authority);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static X509Bundle localhost() {
    return LOCALHOST;
  }

  static SSLContext serverContext() {
    return serverContext(LOCALHOST);
  }

  static SSLContext serverContext(X509Bundle bundle) {
    try {
      KeyManagerFactory keys = bundle.toKeyManagerFactory();
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Trusts the authority, and nobody else. */
  static SSLContext clientContext() {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("authority", AUTHORITY.getCertificate());
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
