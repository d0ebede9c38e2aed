package io.hawser.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hawser.PemFiles;
import io.hawser.tests.TestCertificates;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TlsFilesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"rsa2048", "ecp256", "ecp384", "ed25519"})
  void aPairIsReadWhateverItsAlgorithm(Algorithm algorithm) throws Exception {
    X509Bundle bundle = certificate(algorithm);
    Identity identity = Identity.read(files(bundle.getCertificatePathPEM(), bundle));
    assertThat(identity.chain()).containsExactly(bundle.getCertificatePath());
    assertThat(identity.key()).isEqualTo(bundle.getKeyPair().getPrivate());
    assertThat(identity.names()).containsExactlyInAnyOrder("a.test", "*.b.test");
  }

  @ParameterizedTest
  @CsvSource({"rsa2048, rsa2048", "ecp256, ecp256", "ecp256, ecp384", "ecp256, rsa2048"})
  void theKeyMustBeTheCertificates(Algorithm one, Algorithm other) throws Exception {
    PemFiles files = files(certificate(one).getCertificatePathPEM(), certificate(other));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Identity.read(files))
        .withMessage(
            "TLS private key: %s; must be the key of the first certificate in %s",
            files.privateKey(), files.certificates());
  }

  @ParameterizedTest
  @CsvSource({
    "'', must be PEM certificates",
    "junk, must be PEM certificates",
    "-----BEGIN CERTIFICATE-----, must be PEM certificates"
  })
  void certificatesMustBeCertificates(String text, String expected) throws IOException {
    Path file = Files.writeString(folder.resolve("chain"), text);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pem.certificates(file))
        .withMessageStartingWith("TLS certificates: " + file + "; " + expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'must be PEM, unencrypted PKCS#8'",
    "BEGIN RSA PRIVATE KEY, 'must be PEM, unencrypted PKCS#8, but is RSA PRIVATE KEY'",
    "BEGIN ENCRYPTED PRIVATE KEY, 'must be PEM, unencrypted PKCS#8, but is ENCRYPTED PRIVATE KEY'",
    "BEGIN PRIVATE KEY-----AAAA-----END PRIVATE KEY, 'must be of [RSA, EC, EdDSA, RSASSA-PSS]'",
    "BEGIN PRIVATE KEY-----A-----END PRIVATE KEY, 'must be PEM, unencrypted PKCS#8'"
  })
  void keysMustBeKeys(String text, String expected) throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "-----" + text + "-----\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pem.privateKey(file))
        .withMessage("TLS private key: " + file + "; " + expected);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path file = folder.resolve("nowhere.pem");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pem.certificates(file))
        .withMessage("TLS file: " + file + "; must be PEM and readable");
  }

  private static X509Bundle certificate(Algorithm algorithm) throws Exception {
    return new CertificateBuilder()
        .algorithm(algorithm)
        .subject("CN=a")
        .setIsCertificateAuthority(true)
        .addExtensionOctetString(
            "2.5.29.17", false, TestCertificates.alternativeNames("A.test", "*.b.test"))
        .buildSelfSigned();
  }

  private PemFiles files(String chain, X509Bundle key) throws IOException {
    return new PemFiles(
        Files.writeString(folder.resolve("chain.pem"), chain),
        Files.writeString(folder.resolve("key.pem"), key.getPrivateKeyPEM()));
  }
}
