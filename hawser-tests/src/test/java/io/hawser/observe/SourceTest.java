package io.hawser.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which addresses are one source. */
class SourceTest {
  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 203.0.113.7",
    "255.255.255.255, 255.255.255.255",
    "::ffff:203.0.113.7, 203.0.113.7",
    "2001:db8:0:1:2:3:4:5, 2001:db8:0:1::/64",
    "fe80::1, fe80:0:0:0::/64",
    "::1, ::1",
    "::2, 0:0:0:0::/64"
  })
  void addressesAreFolded(String address, String expected) throws Exception {
    assertThat(Source.of(InetAddress.getByName(address))).hasToString(expected);
  }

  @Test
  void addressesOfOneNetworkAreEqual() throws Exception {
    var one = Source.of(InetAddress.getByName("2001:db8::1"));
    var same = Source.of(InetAddress.getByName("2001:db8::ffff"));
    var other = Source.of(InetAddress.getByName("2001:db8:0:1::1"));

    assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(other);
    assertThat(Source.of(InetAddress.getByName("0.0.0.0"))).isNotEqualTo(Source.none());
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "127.255.0.9, true",
    "::1, true",
    "::ffff:127.0.0.1, true",
    "::2, false",
    "128.0.0.1, false",
    "10.0.0.1, false"
  })
  void loopbackIsKnown(String address, boolean expected) throws Exception {
    assertThat(Source.of(InetAddress.getByName(address)).isLoopback()).isEqualTo(expected);
  }

  @Test
  void otherSocketsHaveNoSource() {
    assertThat(Source.of(UnixDomainSocketAddress.of("/tmp/socket")).isNone()).isTrue();
    assertThat(Source.of(InetSocketAddress.createUnresolved("example.com", 1)).isNone()).isTrue();
    assertThat(Source.of((java.net.SocketAddress) null).isNone()).isTrue();
    assertThat(Source.none().isLoopback()).isFalse();
  }
}
