package io.hawser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Which proxy the JVM names for a server. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class JvmProxiesTest {
  private static final URI SERVER = URI.create("wss://server.example:443");

  private final ProxySelector selector = ProxySelector.getDefault();
  private final Properties saved = (Properties) System.getProperties().clone();

  @AfterEach
  void restore() {
    ProxySelector.setDefault(selector);
    System.setProperties(saved);
  }

  @Test
  void withoutPropertiesThereIsNone() {
    assertThat(jvm().isConfigured()).isFalse();
    assertThat(jvm().proxyFor(SERVER)).isEmpty();
  }

  @Test
  void thePropertyOfHttpsIsPreferredToThatOfHttp() {
    System.setProperty("http.proxyHost", "plain");
    System.setProperty("http.proxyPort", "1");
    assertThat(jvm().isConfigured()).isTrue();
    assertThat(jvm().proxyFor(SERVER)).get().hasToString("http://plain:1");
    System.setProperty("https.proxyHost", "secure");
    System.setProperty("https.proxyPort", "2");
    assertThat(jvm().proxyFor(SERVER)).get().hasToString("http://secure:2");
    assertThat(jvm().proxyFor(URI.create("ws://server.example:80")))
        .get()
        .hasToString("http://secure:2");
  }

  @Test
  void hostsAreExceptedByPattern() {
    System.setProperty("https.proxyHost", "secure");
    System.setProperty("http.nonProxyHosts", "*.internal|10.*");
    assertThat(jvm().proxyFor(URI.create("wss://a.internal:443"))).isEmpty();
    assertThat(jvm().proxyFor(URI.create("wss://10.1.2.3:443"))).isEmpty();
    assertThat(jvm().proxyFor(SERVER)).isPresent();
  }

  @Test
  void socksIsOfVersion5UnlessTheJvmIsToldOtherwise() {
    System.setProperty("socksProxyHost", "socks");
    assertThat(jvm().proxyFor(SERVER)).get().hasToString("socks5://socks:1080");
    System.setProperty("socksProxyVersion", "4");
    assertThat(jvm().proxyFor(SERVER)).get().hasToString("socks4a://socks:1080");
  }

  @Test
  void aSelectorOfTheApplicationsDecides() {
    ProxySelector.setDefault(
        new ProxySelector() {
          @Override
          public List<java.net.Proxy> select(URI uri) {
            return List.of(
                new java.net.Proxy(
                    java.net.Proxy.Type.HTTP, InetSocketAddress.createUnresolved("chosen", 7)));
          }

          @Override
          public void connectFailed(URI uri, SocketAddress address, IOException e) {}
        });
    assertThat(jvm().isConfigured()).isTrue();
    assertThat(jvm().proxyFor(SERVER)).get().hasToString("http://chosen:7");
    assertThat(Proxies.automatic().proxyFor(SERVER)).get().hasToString("http://chosen:7");
    assertThat(Proxies.fromJvm().proxyFor(SERVER)).isPresent();
    assertThat(Proxies.none().proxyFor(SERVER)).isEmpty();
  }

  private static JvmProxies jvm() {
    return new JvmProxies(System.getProperties());
  }
}
