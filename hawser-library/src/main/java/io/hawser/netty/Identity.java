package io.hawser.netty;

import io.hawser.PemFiles;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A certificate with its key, and the hosts it is for.
 *
 * @param chain the certificate first
 * @param names the host names of the certificate, in lower case; a first label may be {@code *}
 */
record Identity(List<X509Certificate> chain, PrivateKey key, Set<String> names) {
  /** A type of subject alternative names (RFC 5280, 4.2.1.6). */
  private static final Integer DNS_NAME = 2;

  /**
   * Reads a certificate and its key.
   *
   * @throws IllegalArgumentException if a file cannot be read or does not hold what it should, or
   *     the two do not belong together
   */
  static Identity read(PemFiles files) {
    List<X509Certificate> chain = Pem.certificates(files.certificates());
    PrivateKey key = Pem.privateKey(files.privateKey());
    // caught here, a renewal that is half done leaves the old pair in use
    if (!belongTogether(chain.getFirst().getPublicKey(), key)) {
      throw new IllegalArgumentException(
          "TLS private key: %s; must be the key of the first certificate in %s"
              .formatted(files.privateKey(), files.certificates()));
    }
    return new Identity(chain, key, names(chain.getFirst()));
  }

  /** Whether the certificate names this very host; {@code host} is in lower case. */
  boolean names(String host) {
    return names.contains(host);
  }

  /** Whether a wildcard of the certificate matches: for one label, the first (RFC 9525, 6.3). */
  boolean matches(String host) {
    int dot = host.indexOf('.');
    return dot > 0 && names.contains("*" + host.substring(dot));
  }

  private static boolean belongTogether(PublicKey certified, PrivateKey key) {
    String algorithm = key.getAlgorithm();
    if (!certified.getAlgorithm().equals(algorithm)) {
      return false;
    }
    try {
      Signature signature =
          Signature.getInstance(
              switch (algorithm) {
                case "RSA" -> "SHA256withRSA";
                case "EC" -> "SHA256withECDSA";
                default -> algorithm;
              });
      byte[] probe = {1, 2, 3};
      signature.initSign(key);
      signature.update(probe);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(probe);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      // keys of different sizes fail that way, and some algorithms need parameters we do not know
      return algorithm.equals("RSASSA-PSS");
    }
  }

  private static Set<String> names(X509Certificate certificate) {
    var names = new HashSet<String>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> name : alternatives) {
          if (DNS_NAME.equals(name.get(0))) {
            names.add(((String) name.get(1)).toLowerCase(Locale.ROOT));
          }
        }
      }
    } catch (CertificateParsingException e) {
      throw new IllegalArgumentException("TLS certificate with a broken list of names", e);
    }
    return Set.copyOf(names);
  }
}
