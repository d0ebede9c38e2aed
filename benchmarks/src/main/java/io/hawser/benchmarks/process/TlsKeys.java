package io.hawser.benchmarks.process;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;

/**
 * A key that certifies itself, of P-256, for all servers to be measured with: as PEM and as
 * PKCS#12.
 */
public final class TlsKeys {
  /** The certificate, PEM. */
  public static final String CERTIFICATE = "certificate.pem";

  /** The key, PEM. */
  public static final String KEY = "key.pem";

  /** Both, PKCS#12. */
  public static final String STORE = "keys.p12";

  /** It guards nothing: the key is made anew for each run, and trusted by nobody. */
  public static final String PASSWORD = "benchmarks";

  private TlsKeys() {}

  /** Writes new ones to a folder. */
  static void make(Path folder) throws IOException {
    Files.createDirectories(folder);
    try {
      X509Bundle bundle =
          new CertificateBuilder()
              .subject("CN=localhost")
              .addSanDnsName("localhost")
              .setIsCertificateAuthority(true)
              .buildSelfSigned();
      Files.writeString(folder.resolve(CERTIFICATE), bundle.getCertificatePathPEM());
      Files.writeString(folder.resolve(KEY), bundle.getPrivateKeyPEM());
      KeyStore store = bundle.toKeyStore("PKCS12", PASSWORD.toCharArray());
      try (OutputStream file = Files.newOutputStream(folder.resolve(STORE))) {
        store.store(file, PASSWORD.toCharArray());
      }
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("no key for TLS: " + e.getMessage(), e);
    }
  }
}
