package io.hawser;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a client speaks TLS, 1.2 and up: whom it trusts, and what certificate it shows. Immutable.
 * Host names are checked, unless any server is trusted.
 */
public final class ClientTls {
  private final @Nullable Path authorities;
  private final boolean trustsAnyServer;
  private final @Nullable PemFiles certificate;

  private ClientTls(Builder builder) {
    this.authorities = builder.authorities;
    this.trustsAnyServer = builder.trustsAnyServer;
    this.certificate = builder.certificate;
  }

  /** Returns a builder with the defaults: the JDK's authorities, no certificate. */
  public static Builder builder() {
    return new Builder();
  }

  /** PEM: the authorities whose servers are trusted; empty for the JDK's. */
  public Optional<Path> authorities() {
    return Optional.ofNullable(authorities);
  }

  /** Whether neither certificate nor host name of the server is checked. */
  public boolean trustsAnyServer() {
    return trustsAnyServer;
  }

  /** What is shown to servers that ask for it. */
  public Optional<PemFiles> certificate() {
    return Optional.ofNullable(certificate);
  }

  /** Collects the options. Not safe for several threads at once. */
  public static final class Builder {
    private @Nullable Path authorities;
    private boolean trustsAnyServer;
    private @Nullable PemFiles certificate;

    private Builder() {}

    /**
     * Trusts these authorities, and no others. Default: the JDK's.
     *
     * @param authorities PEM: one certificate or several
     */
    public Builder trust(Path authorities) {
      this.authorities = authorities;
      trustsAnyServer = false;
      return this;
    }

    /**
     * Takes any certificate, whoever it names: anybody on the way can read and change everything.
     * For tests and first looks only. Default: certificate and host name are checked.
     */
    public Builder trustAnyServer() {
      authorities = null;
      trustsAnyServer = true;
      return this;
    }

    /**
     * Shows this certificate to servers that ask for one. Default: none.
     *
     * @param certificates PEM: the certificate, then those that lead to its authority
     * @param privateKey PEM: its key, unencrypted, PKCS#8
     */
    public Builder certificate(Path certificates, Path privateKey) {
      certificate = new PemFiles(certificates, privateKey);
      return this;
    }

    /** Returns what was collected. */
    public ClientTls build() {
      return new ClientTls(this);
    }
  }
}
