package io.hawser.tests;

import io.hawser.PemFiles;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority of our own and a certificate of localhost. */
public final class TestCertificates {
  private static final X509Bundle AUTHORITY = authority("Hawser test authority");
  private static final X509Bundle LOCALHOST = server(AUTHORITY, "localhost");

  private TestCertificates() {}

  /** The authority that clients of {@link #clientContext()} trust. */
  public static X509Bundle authority() {
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

  public static X509Bundle server(X509Bundle authority, String host) {
    try {
      return new CertificateBuilder()
          .subject("CN=" + host)
          // by hand: the builder's own takes no wildcard
          .addExtensionOctetString("2.5.29.17", false, alternativeNames(host))
          .buildIssuedBy(authority);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** One whose time was over yesterday. */
  static X509Bundle expired(X509Bundle authority, String host) {
    try {
      Instant now = Instant.now();
      return new CertificateBuilder()
          .subject("CN=" + host)
          .addSanDnsName(host)
          .notBefore(now.minus(Duration.ofDays(2)))
          .notAfter(now.minus(Duration.ofDays(1)))
          .buildIssuedBy(authority);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** For peers that can read no other keys. */
  static X509Bundle localhostByRsa() {
    try {
      return new CertificateBuilder()
          .algorithm(CertificateBuilder.Algorithm.rsa2048)
          .subject("CN=localhost")
          .addSanDnsName("localhost")
          .buildIssuedBy(AUTHORITY);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** DER of RFC 5280's SubjectAltName with host names only, all of them below 126 bytes. */
  public static byte[] alternativeNames(String... hosts) {
    var names = new ByteArrayOutputStream();
    for (String host : hosts) {
      // [2] IMPLICIT IA5String
      names.write(0x82);
      names.write(host.length());
      names.writeBytes(host.getBytes(StandardCharsets.US_ASCII));
    }
    var sequence = new ByteArrayOutputStream();
    sequence.write(0x30);
    sequence.write(names.size());
    sequence.writeBytes(names.toByteArray());
    return sequence.toByteArray();
  }

  static X509Bundle client(X509Bundle authority, String name) {
    try {
      return new CertificateBuilder()
          .subject("CN=" + name)
          .addExtendedKeyUsageClientAuth()
          .buildIssuedBy(authority);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes certificate and key to two files of a folder, over what may be there. */
  static PemFiles write(Path folder, String name, X509Bundle bundle) {
    try {
      return new PemFiles(
          Files.writeString(folder.resolve(name + ".pem"), bundle.getCertificatePathPEM()),
          Files.writeString(folder.resolve(name + "-key.pem"), bundle.getPrivateKeyPEM()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes an authority's certificate to a file of a folder. */
  static Path writeAuthority(Path folder, X509Bundle authority) {
    try {
      return Files.writeString(folder.resolve("authority.pem"), authority.getRootCertificatePEM());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static X509Bundle localhost() {
    return LOCALHOST;
  }

  static SSLContext serverContext() {
    return serverContext(LOCALHOST);
  }

  public static SSLContext serverContext(X509Bundle bundle) {
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
  public static SSLContext clientContext() {
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
