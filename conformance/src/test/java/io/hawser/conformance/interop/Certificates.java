package io.hawser.conformance.interop;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An authority of our own and a certificate of localhost, as files that any peer can read.
 *
 * @param authority the authority's certificate
 * @param certificate that of localhost and 127.0.0.1
 * @param key its key, PKCS#8
 */
record Certificates(Path authority, Path certificate, Path key) {
  /** Writes new ones, all PEM, into a folder. */
  static Certificates create(Path folder) throws Exception {
    X509Bundle authority =
        new CertificateBuilder()
            .subject("CN=Hawser interop authority")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    X509Bundle localhost =
        new CertificateBuilder()
            .subject("CN=localhost")
            .addSanDnsName("localhost")
            .addSanIpAddress("127.0.0.1")
            .buildIssuedBy(authority);
    return new Certificates(
        write(folder, "ca.pem", authority.getCertificatePEM()),
        write(folder, "server.pem", localhost.getCertificatePathPEM()),
        write(folder, "server.key", localhost.getPrivateKeyPEM()));
  }

  private static Path write(Path folder, String name, String pem) throws IOException {
    return Files.writeString(folder.resolve(name), pem).toAbsolutePath();
  }
}
