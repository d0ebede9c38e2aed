package io.hawser.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyUriTest {
  @ParameterizedTest
  @CsvSource({
    "http://proxy, HTTP, proxy, 80, http://proxy:80",
    "HTTP://Proxy:3128/, HTTP, proxy, 3128, http://proxy:3128",
    "https://p.example, HTTPS, p.example, 443, https://p.example:443",
    "socks4://1.2.3.4, SOCKS4A, 1.2.3.4, 1080, socks4a://1.2.3.4:1080",
    "socks4a://p, SOCKS4A, p, 1080, socks4a://p:1080",
    "socks5://[::1]:9, SOCKS5, ::1, 9, socks5://[::1]:9",
    "socks5h://p, SOCKS5, p, 1080, socks5://p:1080",
    "socks://p, SOCKS5, p, 1080, socks5://p:1080"
  })
  void isTakenApart(String text, ProxyUri.Scheme scheme, String host, int port, String shown) {
    var uri = ProxyUri.parse(text);
    assertThat(uri).isEqualTo(new ProxyUri(scheme, host, port, null));
    assertThat(uri).hasToString(shown);
  }

  @Test
  void hasUserAndPasswordThatItDoesNotShow() {
    var uri = ProxyUri.parse("http://us%40er:p%3A%C3%A4@proxy:1");
    assertThat(uri.login()).isEqualTo(new ProxyLogin("us@er", "p:ä"));
    assertThat(uri).hasToString("http://***@proxy:1");
  }

  @Test
  void userMayBeEmpty() {
    assertThat(ProxyUri.parse("http://@proxy").login()).isEqualTo(new ProxyLogin("", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "proxy:3128",
        "ftp://proxy",
        "http://proxy/path",
        "http://proxy?x",
        "http://proxy#x",
        "http://",
        "http://pro xy",
        "http://proxy:0",
        "http://proxy:65536",
        "http://u:pa?ss@",
        "http://[::1",
        "user:secret@proxy:1",
        "http://user:secret@proxy:x",
        "http://user:sec/ret?secret@proxy",
        "http://u%0a:secret@proxy"
      })
  void isRefusedIfItIsNone(String text) {
    assertThatThrownBy(() -> ProxyUri.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("proxy: ")
        .hasMessageContaining("; expected ")
        .hasMessageNotContainingAny("secret", "pa?ss", "user");
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://proxy, 'ftp://proxy; expected http://, https://, socks4a:// or socks5://'",
    "http:///, http:///; expected a host name",
    "http://p/x, http://p/x; expected nothing behind host and port",
    "http:////, http:////; expected nothing behind host and port",
    "http://u:pw@p:0, http://***@p:0; expected a port of 1 to 65535",
    "u:pw@p://, '***@p://; expected http://, https://, socks4a:// or socks5://'",
    "://u:pw@p, '://***@p; expected http://, https://, socks4a:// or socks5://'",
    "@p, '***@p; expected http://, https://, socks4a:// or socks5://'",
  })
  void refusalShowsWhatIsNoSecret(String text, String shown) {
    assertThatThrownBy(() -> ProxyUri.parse(text)).hasMessage("proxy: " + shown);
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.3.4, 1.2.3.4",
    "255.255.255.255, 255.255.255.255",
    "::1, 0:0:0:0:0:0:0:1",
    "fe80::1%eth0, fe80:0:0:0:0:0:0:1",
    "256.1.1.1,",
    "01.2.3.4,",
    "1.2.3,",
    "localhost,",
    "::x,",
    "1::2::3,"
  })
  void anAddressIsToldFromAName(String host, String address) {
    var parsed = HostAddress.parse(host);
    assertThat(parsed == null ? null : parsed.getHostAddress()).isEqualTo(address);
  }
}
