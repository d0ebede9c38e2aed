package io.hawser.netty;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads PEM files (RFC 7468). What is wrong with one is an {@link IllegalArgumentException}. */
final class Pem {
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]*)-----END PRIVATE KEY-----");
  private static final Pattern OTHER_KEY = Pattern.compile("-----BEGIN ([A-Z ]+ PRIVATE KEY)-----");

  /** Of which one is the key's; PKCS#8 says which, but the JDK has no way to ask. */
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

  private Pem() {}

  /** Returns the certificates of a file, at least one. */
  static List<X509Certificate> certificates(Path file) {
    List<X509Certificate> certificates;
    try {
      certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes(file)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
    } catch (CertificateException e) {
      throw unusable("TLS certificates", file, "must be PEM certificates", e);
    }
    if (certificates.isEmpty()) {
      throw unusable("TLS certificates", file, "must be PEM certificates, at least one", null);
    }
    return certificates;
  }

  /** Returns the private key of a file. */
  static PrivateKey privateKey(Path file) {
    String text = new String(bytes(file), StandardCharsets.ISO_8859_1);
    Matcher key = PRIVATE_KEY.matcher(text);
    if (!key.find()) {
      Matcher other = OTHER_KEY.matcher(text);
      String found = other.find() ? ", but is " + other.group(1) : "";
      throw unusable("TLS private key", file, "must be PEM, unencrypted PKCS#8" + found, null);
    }
    InvalidKeySpecException invalid = null;
    for (String algorithm : ALGORITHMS) {
      try {
        byte[] encoded = Base64.getMimeDecoder().decode(key.group(1));
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException e) {
        // of another algorithm, or broken
        invalid = e;
      } catch (GeneralSecurityException | IllegalArgumentException e) {
        throw unusable("TLS private key", file, "must be PEM, unencrypted PKCS#8", e);
      }
    }
    throw unusable("TLS private key", file, "must be of " + ALGORITHMS, invalid);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unusable("TLS file", file, "must be PEM and readable", e);
    }
  }

  private static IllegalArgumentException unusable(
      String what, Path file, String expected, @Nullable Throwable cause) {
    return new IllegalArgumentException(what + ": " + file + "; " + expected, cause);
  }
}
