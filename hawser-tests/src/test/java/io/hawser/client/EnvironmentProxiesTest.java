package io.hawser.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which proxy the environment names for a server. */
class EnvironmentProxiesTest {
  @ParameterizedTest
  @CsvSource({
    "wss, '', ",
    "wss, https_proxy=http://a:1, http://a:1",
    "wss, HTTPS_PROXY=http://a:1, http://a:1",
    "wss, https_proxy=http://a:1 HTTPS_PROXY=http://b:1, http://a:1",
    "wss, https_proxy= HTTPS_PROXY=http://b:1, http://b:1",
    "wss, http_proxy=http://a:1, http://a:1",
    "ws, https_proxy=http://a:1 http_proxy=http://b:1, http://a:1",
    "ws, all_proxy=socks5h://a, socks5://a:1080",
    "ws, all_proxy=http://a:1 http_proxy=http://b:1, http://b:1",
    "wss, https_proxy=http://a:1 socks_proxy=b:2, socks5://b:2",
    "wss, https_proxy=http://a:1 wss_proxy=https://b:2, https://b:2",
    "wss, https_proxy=http://a:1 ws_proxy=https://b:2, http://a:1",
    "ws, https_proxy=http://a:1 ws_proxy=https://b:2, https://b:2",
    "wss, https_proxy=a:3128, http://a:3128",
    "wss, https_proxy=a, http://a:80",
    "wss, https_proxy=u:p@a:3128, http://a:3128",
    // in a CGI script it comes from the request
    "ws, HTTP_PROXY=http://a:1 REQUEST_METHOD=GET, ",
    "ws, http_proxy=http://a:1 REQUEST_METHOD=GET, http://a:1",
    "ws, HTTP_PROXY=http://a:1, http://a:1"
  })
  void theFirstOfTheVariablesIsTaken(String scheme, String environment, String proxy) {
    assertThat(proxyFor(environment, scheme + "://server.example:443")).isEqualTo(proxy);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:1",
    "a.localhost:1",
    "LOCALHOST.:1",
    "127.0.0.1:1",
    "127.9.9.9:1",
    "[::1]:1"
  })
  void thisMachineIsNeverBehindAProxy(String server) {
    assertThat(proxyFor("https_proxy=http://a:1", "wss://" + server)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "*, server.example:80, true",
    "*:80, server.example:80, true",
    "*:81, server.example:80, false",
    "example, server.example:80, true",
    "server.example, server.example:80, true",
    "Server.Example, SERVER.example.:80, true",
    "server.example, other.server.example:80, true",
    "erver.example, server.example:80, false",
    ".example, server.example:80, true",
    ".server.example, server.example:80, true",
    "*.example, server.example:80, true",
    "*.server.example, a.server.example:80, true",
    "server.example.org, server.example:80, false",
    "server.example:80, server.example:80, true",
    "server.example:80, server.example:8080, false",
    "'a, b  server.example', server.example:80, true",
    "'', server.example:80, false",
    "'.', server.example:80, false",
    "10.1.2.3, 10.1.2.3:80, true",
    "10.1.2.3:80, 10.1.2.3:80, true",
    "10.1.2.3:81, 10.1.2.3:80, false",
    "10.1.2.4, 10.1.2.3:80, false",
    "2.3, 10.1.2.3:80, false",
    "10.0.0.0/8, 10.1.2.3:80, true",
    "10.0.0.0/8, 11.1.2.3:80, false",
    "10.1.2.2/31, 10.1.2.3:80, true",
    "10.1.2.2/32, 10.1.2.3:80, false",
    "0.0.0.0/0, 10.1.2.3:80, true",
    "0.0.0.0/0, server.example:80, false",
    "10.0.0.0/33, 10.1.2.3:80, false",
    "10.0.0.0/x, 10.1.2.3:80, false",
    "fd00::1, [fd00::1]:80, true",
    "[fd00::1], [fd00::1]:80, true",
    "[fd00::1]:80, [fd00::1]:80, true",
    "[fd00::1]:81, [fd00::1]:80, false",
    "fd00::/8, [fd12::1]:80, true",
    "fe00::/8, [fd12::1]:80, false",
    "10.0.0.0/8, [fd12::1]:80, false",
    "under_score, under_score:80, true"
  })
  void noProxyNamesServers(String noProxy, String server, boolean named) {
    var environment = new HashMap<>(Map.of("http_proxy", "http://a:1", "no_proxy", noProxy));
    assertThat(new EnvironmentProxies(environment).proxyFor(URI.create("ws://" + server)).isEmpty())
        .isEqualTo(named);
    environment.put("NO_PROXY", environment.remove("no_proxy"));
    assertThat(new EnvironmentProxies(environment).proxyFor(URI.create("ws://" + server)).isEmpty())
        .isEqualTo(named);
  }

  @Test
  void aVariableThatNamesNoProxyIsAnErrorWithoutSecrets() {
    assertThatThrownBy(() -> proxyFor("https_proxy=ftp://u:secret@a", "wss://server.example:443"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "https_proxy: proxy: ftp://***@a; expected http://, https://, socks4a:// or socks5://");
  }

  private static String proxyFor(String environment, String server) {
    var variables = new HashMap<String, String>();
    Stream.of(environment.split(" ", -1))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> entry.split("=", 2))
        .forEach(entry -> variables.put(entry[0], entry[1]));
    return new EnvironmentProxies(variables)
        .proxyFor(URI.create(server))
        .map(proxy -> proxy.toString().replace("***@", ""))
        .orElse(null);
  }
}
