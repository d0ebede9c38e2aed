package io.hawser.cli;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;

/** A self-signed certificate for localhost, and its key, as PEM files. */
record Certificate(Path certificate, Path key) {
  static Certificate in(Path folder) throws Exception {
    X509Bundle bundle =
        new CertificateBuilder()
            .subject("CN=localhost")
            .addSanDnsName("localhost")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    return new Certificate(
        Files.writeString(folder.resolve("cert.pem"), bundle.getCertificatePathPEM()),
        Files.writeString(folder.resolve("key.pem"), bundle.getPrivateKeyPEM()));
  }
}
