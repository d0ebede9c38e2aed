package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.ClientTls;
import io.hawser.client.Proxy;
import io.hawser.client.WebSocketClient;
import io.hawser.error.ProxyException;
import io.hawser.error.ProxyException.Reason;
import io.hawser.server.WebSocketServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A client behind proxies that others have written. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class RealProxyTest {
  @TempDir Path folder;
  private WebSocketServer plain;
  private WebSocketServer secure;
  private ClientTls trusting;

  @BeforeEach
  void serve() {
    plain = WebSocketServer.serve("127.0.0.1", 0, ws -> ws.forEach(ws::send));
    secure =
        WebSocketServer.builder(ws -> ws.forEach(ws::send))
            .listen("127.0.0.1", 0)
            .tls(TestCertificates.serverContext())
            .start();
    Path authority = TestCertificates.writeAuthority(folder, TestCertificates.authority());
    trusting = ClientTls.builder().trust(authority).build();
  }

  @AfterEach
  void stop() {
    plain.close();
    secure.close();
  }

  @Test
  void tinyproxy() throws Exception {
    try (var program = ProxyProgram.tinyproxy(folder)) {
      Proxy proxy = Proxy.http("127.0.0.1", program.port());
      assertRefused(proxy, Reason.CREDENTIALS, 407);
      assertRefused(known(proxy, "wrong"), Reason.CREDENTIALS, null);
      assertLeadsToBoth(known(proxy, ProxyProgram.PASSWORD));
      assertUnreachableIsSaid(known(proxy, ProxyProgram.PASSWORD), 500);
    }
  }

  @Test
  void squid() throws Exception {
    try (var program = ProxyProgram.squid(folder, false)) {
      Proxy proxy = Proxy.http("127.0.0.1", program.port());
      assertRefused(proxy, Reason.CREDENTIALS, 407);
      assertRefused(known(proxy, "wrong"), Reason.CREDENTIALS, 407);
      assertLeadsToBoth(known(proxy, ProxyProgram.PASSWORD));
      assertUnreachableIsSaid(known(proxy, ProxyProgram.PASSWORD), 503);
    }
  }

  @Test
  void squidOverTls() throws Exception {
    try (var program = ProxyProgram.squid(folder, true)) {
      Proxy proxy = Proxy.https("localhost", program.port()).withTls(trusting);
      assertRefused(proxy, Reason.CREDENTIALS, 407);
      assertLeadsToBoth(known(proxy, ProxyProgram.PASSWORD));
      assertUnreachableIsSaid(known(proxy, ProxyProgram.PASSWORD), 503);
    }
  }

  @Test
  void microsocks() throws Exception {
    try (var program = ProxyProgram.microsocks(folder)) {
      Proxy proxy = Proxy.socks5("127.0.0.1", program.port());
      assertRefused(proxy, Reason.CREDENTIALS, null);
      assertRefused(known(proxy, "wrong"), Reason.CREDENTIALS, null);
      assertLeadsToBoth(known(proxy, ProxyProgram.PASSWORD));
      assertUnreachableIsSaid(known(proxy, ProxyProgram.PASSWORD), null);
    }
  }

  @Test
  void danteBySocks5() throws Exception {
    try (var program = ProxyProgram.dante(folder)) {
      Proxy proxy = Proxy.socks5("127.0.0.1", program.port());
      assertLeadsToBoth(proxy);
      assertUnreachableIsSaid(proxy, null);
    }
  }

  @Test
  void danteBySocks4KnowsAddressesAlone() throws Exception {
    try (var program = ProxyProgram.dante(folder)) {
      Proxy proxy = Proxy.socks4a("127.0.0.1", program.port());
      assertEchoes(proxy, "ws://127.0.0.1:" + plain.port() + "/");
      assertUnreachableIsSaid(proxy, null);
    }
  }

  @Test
  void anAddressOfIpv6() throws Exception {
    try (var six = WebSocketServer.serve("::1", 0, ws -> ws.forEach(ws::send))) {
      String uri = "ws://[::1]:" + six.port() + "/";
      try (var program = ProxyProgram.squid(folder, false)) {
        Proxy proxy = Proxy.http("127.0.0.1", program.port());
        assertEchoes(known(proxy, ProxyProgram.PASSWORD), uri);
      }
      try (var program = ProxyProgram.microsocks(folder)) {
        Proxy proxy = Proxy.socks5("127.0.0.1", program.port());
        assertEchoes(known(proxy, ProxyProgram.PASSWORD), uri);
      }
    }
  }

  private void assertLeadsToBoth(Proxy proxy) {
    assertEchoes(proxy, "ws://localhost:" + plain.port() + "/");
    assertEchoes(proxy, "ws://127.0.0.1:" + plain.port() + "/");
    assertEchoes(proxy, "wss://localhost:" + secure.port() + "/");
  }

  private void assertEchoes(Proxy proxy, String uri) {
    try (var ws = WebSocketClient.builder(uri).tls(trusting).proxy(proxy).connect()) {
      ws.send("a");
      assertThat(ws.receive().text()).isEqualTo("a");
      ws.send("b".repeat(100_000));
      assertThat(ws.receive().text()).hasSize(100_000);
      ws.close();
      assertThat(ws.closure().orElseThrow().isClean()).isTrue();
    }
  }

  private void assertRefused(Proxy proxy, Reason reason, Integer status) {
    assertThatThrownBy(() -> assertEchoes(proxy, "ws://127.0.0.1:" + plain.port() + "/"))
        .isInstanceOfSatisfying(
            ProxyException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(reason);
              if (status != null) {
                assertThat(e.response().status()).isEqualTo(status);
              }
            })
        .hasMessageNotContainingAny(ProxyProgram.PASSWORD, "wrong");
  }

  private void assertUnreachableIsSaid(Proxy proxy, Integer status) {
    int port = plain.port();
    plain.close();
    assertThatThrownBy(() -> assertEchoes(proxy, "ws://127.0.0.1:" + port + "/"))
        .isInstanceOfSatisfying(
            ProxyException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE);
              if (status != null) {
                assertThat(e.response().status()).isEqualTo(status);
              }
            });
  }

  private static Proxy known(Proxy proxy, String password) {
    return proxy.withCredentials(ProxyProgram.USER, password);
  }
}
