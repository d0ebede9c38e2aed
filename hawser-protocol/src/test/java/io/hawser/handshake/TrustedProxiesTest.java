package io.hawser.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose word counts. */
class TrustedProxiesTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.0.0.0/8, ::ffff:10.1.2.3, true",
    "10.0.0.0/8, a00::, false",
    "192.0.2.128/25, 192.0.2.128, true",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.6, false",
    "0.0.0.0/0, 203.0.113.7, true",
    "0.0.0.0/0, ::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "172.16.0.0/19, 172.16.31.255, true",
    "172.16.0.0/19, 172.16.32.0, false",
    "2001:db8::1/128, 2001:db8::1, true",
    "::1, ::1, true",
    "::/0, 2001:db8::1, true"
  })
  void rangeContains(String range, String address, boolean expected) {
    assertThat(TrustedProxies.of(List.of(range)).contains(AddressLiteral.parse(address)))
        .isEqualTo(expected);
  }

  @Test
  void anyOfSeveralCounts() {
    var trusted = TrustedProxies.of(List.of("10.0.0.0/8", "::1", "unix"));

    assertThat(trusted.contains(AddressLiteral.parse("::1"))).isTrue();
    assertThat(trusted.contains(null)).isTrue();
    assertThat(trusted.isEmpty()).isFalse();
  }

  @Test
  void nobodyIsTrustedUnlessNamed() {
    assertThat(TrustedProxies.none().contains(null)).isFalse();
    assertThat(TrustedProxies.none().contains(AddressLiteral.parse("127.0.0.1"))).isFalse();
    assertThat(TrustedProxies.of(List.of("127.0.0.1")).contains(null)).isFalse();
    assertThat(TrustedProxies.of(List.of()).isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'', must be an address or a range such as 10.0.0.0/8",
    "proxy.example.com, must be an address or a range such as 10.0.0.0/8",
    "10.0.0/8, must be an address or a range such as 10.0.0.0/8",
    "10.0.0.0/33, its prefix must be from 0 to 32",
    "10.0.0.0/, its prefix must be from 0 to 32",
    "10.0.0.0/08, its prefix must be from 0 to 32",
    "10.0.0.0/x, its prefix must be from 0 to 32",
    "10.0.0.0/1x, its prefix must be from 0 to 32",
    "10.0.0.0/1000, its prefix must be from 0 to 32",
    "10.0.0.0/-1, its prefix must be from 0 to 32",
    "2001:db8::/129, its prefix must be from 0 to 128",
    "10.0.0.1/8, must have no bits behind its prefix"
  })
  void nonsenseIsRejected(String range, String expected) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrustedProxies.of(List.of(range)))
        .withMessageStartingWith("trustedProxies: ")
        .withMessageEndingWith("; " + expected);
  }
}
