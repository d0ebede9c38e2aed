package io.hawser.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1:80",
    "0:0:0:0:0:0:0:1, [::1]:80",
    "0:0:0:0:0:0:0:0, [::]:80",
    "2001:db8:0:0:0:0:0:1, [2001:db8::1]:80",
    "2001:db8:0:1:0:0:0:1, [2001:db8:0:1::1]:80",
    "2001:db8:0:0:1:0:0:1, [2001:db8::1:0:0:1]:80",
    "2001:db8:10:0:1:1:1:1, [2001:db8:10:0:1:1:1:1]:80",
    "fe80:0:0:0:0:0:0:0, [fe80::]:80",
    "1:2:3:4:5:6:7:8, [1:2:3:4:5:6:7:8]:80"
  })
  void writesAddressesAsShortAsTheyGo(String ip, String text) throws Exception {
    assertThat(Addresses.text(new InetSocketAddress(InetAddress.getByName(ip), 80)))
        .isEqualTo(text);
  }

  @Test
  void namesUnixSocketsByTheirPath() {
    assertThat(Addresses.text(UnixDomainSocketAddress.of("/run/echo"))).isEqualTo("unix:/run/echo");
    assertThat(Addresses.text(UnixDomainSocketAddress.of(""))).isEqualTo("unix");
  }

  @Test
  void putsIpv6InBracketsInUris() {
    assertThat(Addresses.inUri("::1")).isEqualTo("[::1]");
    assertThat(Addresses.inUri("[::1]")).isEqualTo("[::1]");
    assertThat(Addresses.inUri("localhost")).isEqualTo("localhost");
  }
}
