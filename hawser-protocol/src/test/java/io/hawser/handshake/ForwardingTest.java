package io.hawser.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.model.Headers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom proxies name (RFC 7239, and the older headers). */
class ForwardingTest {
  private static final TrustedProxies TRUSTED =
      TrustedProxies.of(List.of("10.0.0.0/8", "2001:db8:1::/48"));

  private static Forwarding read(Headers headers) {
    return Forwarding.read(headers, TRUSTED);
  }

  private static Headers headers(String name, String... values) {
    var headers = Headers.builder();
    for (String value : values) {
      headers.add(name, value);
    }
    return headers.build();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "for=203.0.113.7|203.0.113.7|0",
        "For=203.0.113.7|203.0.113.7|0",
        "for=\"203.0.113.7\"|203.0.113.7|0",
        "for=\"203.0.113.7:8080\"|203.0.113.7|8080",
        "for=\"203.0.113.7:9090\"|203.0.113.7|9090",
        "for=\"203.0.113.7:65535\"|203.0.113.7|65535",
        "for=\"203.0.113.7:_port\"|203.0.113.7|0",
        "for=\"[2001:db8::7]\"|2001:db8:0:0:0:0:0:7|0",
        "for=\"[2001:db8::7]:443\"|2001:db8:0:0:0:0:0:7|443",
        "for=\"20\\3.0.113.7\"|203.0.113.7|0",
        "by=10.0.0.1;for=203.0.113.7;proto=https;host=example.com|203.0.113.7|0",
        "for=203.0.113.7; proto=https ;by=_x|203.0.113.7|0",
        "for=203.0.113.7;|203.0.113.7|0",
        "for=198.51.100.1, for=203.0.113.7|203.0.113.7|0",
        "for=203.0.113.7, for=10.0.0.2|203.0.113.7|0",
        "for=203.0.113.7, for=10.0.0.2,for=\"[2001:db8:1::1]\"|203.0.113.7|0",
        "for=10.0.0.3, for=10.0.0.2|10.0.0.3|0",
        ", ,for=203.0.113.7,,|203.0.113.7|0",
        ",for=203.0.113.7|203.0.113.7|0",
        // a comma between quotes, of which some or all are escaped
        "for=198.51.100.1, for=203.0.113.7;host=\"a\\\",b\"|203.0.113.7|0",
        "for=198.51.100.1, for=203.0.113.7;host=\"a,b\\\\\"|203.0.113.7|0",
        "for=\"_a,b\", for=203.0.113.7|203.0.113.7|0",
        // whatever a client writes before what its proxy adds
        "for=\"spoilt, for=203.0.113.7|203.0.113.7|0",
        "for=\"spoilt\\, for=203.0.113.7|203.0.113.7|0",
        "for=\"\\\"\", for=203.0.113.7|203.0.113.7|0",
        "===;;, for=203.0.113.7|203.0.113.7|0",
        "for=unknown, for=203.0.113.7|203.0.113.7|0",
      })
  void clientIsTheFirstFromTheRightThatIsNoProxy(String value, String address, int port) {
    assertThat(read(headers("Forwarded", value)))
        .isInstanceOfSatisfying(
            Forwarding.Client.class,
            client -> {
              assertThat(client.address().getHostAddress()).isEqualTo(address);
              assertThat(client.port()).isEqualTo(port);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "for",
        "for=",
        "for =203.0.113.7",
        "for= 203.0.113.7",
        "for=unknown",
        "for=_hidden",
        "for=\"_hidden\"",
        "for=localhost",
        "for=203.0.113.256",
        "for=203.0.113.7:80",
        "for=\"203.0.113.7:\"",
        "for=\"203.0.113.7:65536\"",
        "for=\"203.0.113.7:99999\"",
        "for=\"203.0.113.7:_\"",
        "for=\"2001:db8::7\"",
        "for=\"::1\"",
        "for=\"[2001:db8::7\"",
        "for=\"[2001:db8::7]x\"",
        "for=\"[203.0.113.7]\"",
        "for=[2001:db8::7]",
        "for=\"203.0.113.7",
        "for=203.0.113.7;for=203.0.113.7",
        "for=203.0.113.7;;by=1",
        "for=203.0.113.7 by=1",
        "proto=https",
        "for=203.0.113.7, for=unknown",
        "for=203.0.113.7, proto=http",
        "for=203.0.113.7, for=unknown, for=10.0.0.2",
      })
  void whatIsNoAddressWhereItCountsIsUnclear(String value) {
    assertThat(read(headers("Forwarded", value))).isEqualTo(new Forwarding.Unclear());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "203.0.113.7|203.0.113.7|0",
        "198.51.100.1, 203.0.113.7|203.0.113.7|0",
        "203.0.113.7, 10.0.0.1,10.0.0.2|203.0.113.7|0",
        "garbage, 203.0.113.7|203.0.113.7|0",
        "\", 203.0.113.7|203.0.113.7|0",
        "203.0.113.7:8080|203.0.113.7|8080",
        "2001:db8::7|2001:db8:0:0:0:0:0:7|0",
        "[2001:db8::7]|2001:db8:0:0:0:0:0:7|0",
        "[2001:db8::7]:443|2001:db8:0:0:0:0:0:7|443",
        "::ffff:203.0.113.7|203.0.113.7|0",
      })
  void olderHeaderIsReadLikewise(String value, String address, int port) {
    assertThat(read(headers("X-Forwarded-For", value)))
        .isInstanceOfSatisfying(
            Forwarding.Client.class,
            client -> {
              assertThat(client.address().getHostAddress()).isEqualTo(address);
              assertThat(client.port()).isEqualTo(port);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "unknown", "203.0.113.7, unknown", "example.com", "\"203.0.113.7\"", "1:2"})
  void olderHeaderIsUnclearWhereItIsNoAddress(String value) {
    assertThat(read(headers("X-Forwarded-For", value))).isEqualTo(new Forwarding.Unclear());
  }

  @Test
  void severalLinesAreOneList() {
    assertThat(read(headers("X-Forwarded-For", "198.51.100.1", "203.0.113.7", "10.0.0.1")))
        .isInstanceOfSatisfying(
            Forwarding.Client.class,
            client -> assertThat(client.address().getHostAddress()).isEqualTo("203.0.113.7"));
    assertThat(read(headers("Forwarded", "for=\"spoilt", "for=203.0.113.7", "for=10.0.0.1")))
        .isInstanceOfSatisfying(
            Forwarding.Client.class,
            client -> assertThat(client.address().getHostAddress()).isEqualTo("203.0.113.7"));
  }

  @Test
  void bothHeadersHaveToAgree() {
    var agree =
        Headers.builder()
            .add("Forwarded", "for=203.0.113.7;host=example.com")
            .add("X-Forwarded-For", "198.51.100.1, 203.0.113.7")
            .build();
    var differ =
        Headers.builder()
            .add("Forwarded", "for=203.0.113.7")
            .add("X-Forwarded-For", "203.0.113.8")
            .build();
    var spoilt =
        Headers.builder().add("Forwarded", "for=").add("X-Forwarded-For", "203.0.113.8").build();

    assertThat(read(agree)).isInstanceOf(Forwarding.Client.class);
    assertThat(read(differ)).isEqualTo(new Forwarding.Unclear());
    assertThat(read(spoilt)).isEqualTo(new Forwarding.Unclear());
  }

  @Test
  void withoutHeadersNobodyIsNamed() {
    var none = headers("Host", "example.com");

    assertThat(read(none)).isEqualTo(new Forwarding.Unnamed());
    assertThat(Forwarding.isIn(none)).isFalse();
    assertThat(Forwarding.isIn(headers("forwarded", "x"))).isTrue();
    assertThat(Forwarding.isIn(headers("x-forwarded-for", "x"))).isTrue();
  }

  private static String host(Headers headers) {
    return Forwarding.host(headers, read(headers));
  }

  @Test
  void hostIsTheOneTheClientAskedFor() {
    assertThat(host(headers("X-Forwarded-Host", "example.com:8443"))).isEqualTo("example.com:8443");
    assertThat(
            host(
                headers(
                    "Forwarded",
                    "for=203.0.113.7;host=\"example.com:8443\", for=10.0.0.1;host=inside")))
        .isEqualTo("example.com:8443");
    assertThat(
            host(
                Headers.builder()
                    .add("Forwarded", "for=203.0.113.7;host=one.example")
                    .add("X-Forwarded-Host", "two.example")
                    .build()))
        .isEqualTo("two.example");
  }

  @Test
  void unclearHostIsNone() {
    assertThat(host(headers("Host", "example.com"))).isNull();
    assertThat(host(headers("X-Forwarded-Host", "one.example, two.example"))).isNull();
    assertThat(host(headers("X-Forwarded-Host", "one.example", "two.example"))).isNull();
    assertThat(host(headers("X-Forwarded-Host", ""))).isNull();
    assertThat(host(headers("Forwarded", "for=unknown;host=example.com"))).isNull();
  }
}
