package io.hawser;

import java.nio.file.Path;

/**
 * A certificate and its private key, in two PEM files; they may be the same.
 *
 * @param certificates the certificate, then those that lead to its authority
 * @param privateKey its key: PKCS#8, unencrypted
 */
public record PemFiles(Path certificates, Path privateKey) {}
