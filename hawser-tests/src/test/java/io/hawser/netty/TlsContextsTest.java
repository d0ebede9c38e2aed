package io.hawser.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.handler.ssl.SslProvider;
import org.junit.jupiter.api.Test;

/** Run once with BoringSSL and once without, like all tests of TLS. */
class TlsContextsTest {
  @Test
  void boringSslIsUsedUnlessItIsTurnedOff() {
    // there are no native libraries of it for other machines
    assumeThat(System.getProperty("os.arch")).isIn("amd64", "x86_64", "aarch64");
    assertThat(TlsContexts.provider())
        .isEqualTo(
            Boolean.getBoolean("io.netty.handler.ssl.noOpenSsl")
                ? SslProvider.JDK
                : SslProvider.OPENSSL);
  }
}
