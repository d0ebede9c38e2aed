package io.hawser;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a server speaks TLS, 1.2 and up: its certificates, and whether it asks for its clients'.
 * Immutable. The files are read by the server, when it is given this and when it is told to reload.
 */
public final class ServerTls {
  private final List<PemFiles> certificates;
  private final boolean refusesUnknownNames;
  private final ClientCertificates clientCertificates;
  private final @Nullable Path clientAuthorities;

  /** Whether clients show a certificate. */
  public enum ClientCertificates {
    /** They are not asked. */
    OFF,
    /** They are asked, and may have none; one that is not trusted is refused. */
    WANTED,
    /** They are asked, and refused without one that is trusted. */
    REQUIRED
  }

  private ServerTls(Builder builder) {
    this.certificates = List.copyOf(builder.certificates);
    this.refusesUnknownNames = builder.refusesUnknownNames;
    this.clientCertificates = builder.clientCertificates;
    this.clientAuthorities = builder.clientAuthorities;
  }

  /**
   * Returns a builder with the default certificate: the one for clients that name no host (RFC
   * 6066, 3), or one that no certificate is for.
   *
   * @param certificates PEM: the certificate, then those that lead to its authority
   * @param privateKey PEM: its key, unencrypted, PKCS#8
   */
  public static Builder builder(Path certificates, Path privateKey) {
    return new Builder(new PemFiles(certificates, privateKey));
  }

  /** The certificates, the default one first. */
  public List<PemFiles> certificates() {
    return certificates;
  }

  /** Whether clients that name a host without a certificate are refused. */
  public boolean refusesUnknownNames() {
    return refusesUnknownNames;
  }

  /** Whether clients show a certificate. */
  public ClientCertificates clientCertificates() {
    return clientCertificates;
  }

  /** PEM: the authorities whose clients are trusted; empty if they are not asked. */
  public Optional<Path> clientAuthorities() {
    return Optional.ofNullable(clientAuthorities);
  }

  /** Collects the options. Not safe for several threads at once. */
  public static final class Builder {
    private final List<PemFiles> certificates = new ArrayList<>();
    private boolean refusesUnknownNames;
    private ClientCertificates clientCertificates = ClientCertificates.OFF;
    private @Nullable Path clientAuthorities;

    private Builder(PemFiles first) {
      certificates.add(first);
    }

    /**
     * Adds a certificate for clients that name one of its hosts: those among its subject
     * alternative names, {@code *.example.com} standing for one label. A name in full goes before a
     * wildcard, an earlier certificate before a later one. Default: the default certificate serves
     * everybody.
     *
     * @param certificates PEM: the certificate, then those that lead to its authority
     * @param privateKey PEM: its key, unencrypted, PKCS#8
     */
    public Builder certificate(Path certificates, Path privateKey) {
      this.certificates.add(new PemFiles(certificates, privateKey));
      return this;
    }

    /**
     * Refuses clients that name a host no certificate is for, by the alert {@code
     * unrecognized_name}. Default: they get the default certificate.
     */
    public Builder refuseUnknownNames() {
      refusesUnknownNames = true;
      return this;
    }

    /**
     * Asks clients for a certificate, which they need not have. Default: they are not asked.
     *
     * @param authorities PEM: whom to trust
     */
    public Builder wantClientCertificates(Path authorities) {
      clientCertificates = ClientCertificates.WANTED;
      clientAuthorities = authorities;
      return this;
    }

    /**
     * Refuses clients without a certificate. Default: they are not asked.
     *
     * @param authorities PEM: whom to trust
     */
    public Builder requireClientCertificates(Path authorities) {
      clientCertificates = ClientCertificates.REQUIRED;
      clientAuthorities = authorities;
      return this;
    }

    /** Returns what was collected. */
    public ServerTls build() {
      return new ServerTls(this);
    }
  }
}
