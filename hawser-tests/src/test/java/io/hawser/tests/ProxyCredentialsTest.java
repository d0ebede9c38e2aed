package io.hawser.tests;

import static io.hawser.testkit.ScriptedServer.header;
import static io.hawser.testkit.ScriptedServer.open;
import static io.hawser.testkit.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.client.Credentials;
import io.hawser.client.Proxies;
import io.hawser.client.Proxy;
import io.hawser.client.ProxyCredentials;
import io.hawser.client.WebSocketClient;
import io.hawser.error.ProxyException;
import io.hawser.error.SupplierFailedException;
import io.hawser.error.WebSocketException;
import io.hawser.testkit.ScriptedServer;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Credentials that a proxy refuses: its own are refreshed once, and then it is for good. */
@Timeout(60)
class ProxyCredentialsTest {
  private static final String REFUSED = "HTTP 407";

  private final List<WebSocketException> told = new ArrayList<>();
  private final Diary diary = new Diary();
  private ScriptedServer server = ScriptedServer.start(open());

  /** Remembers a password until it is refreshed. */
  private static final class Vault implements ProxyCredentials {
    final AtomicInteger asked = new AtomicInteger();
    final AtomicInteger password = new AtomicInteger();
    final AtomicInteger failures = new AtomicInteger();

    @Override
    public PasswordAuthentication login() {
      asked.incrementAndGet();
      return new PasswordAuthentication("u", ("p" + password.get()).toCharArray());
    }

    @Override
    public void refresh() {
      if (failures.getAndDecrement() > 0) {
        throw new IllegalStateException("vault is closed");
      }
      password.incrementAndGet();
    }
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void theProxysSupplierIsRefreshedOnce() throws Exception {
    var vault = new Vault();
    try (var proxy = proxyFor("p1");
        var loop = run(Proxies.of(at(proxy).withCredentials(vault)))) {
      loop.skip();
      loop.untilOpen();
      assertThat(logins(proxy)).containsExactly("u:p0", "u:p1");
      assertThat(diary.until("succeeded 2")).containsOnlyOnce("refreshed");
      assertThat(told).isEmpty();
    }
  }

  @Test
  void aSupplierThatLooksEachTimeNeedsNoMore() throws Exception {
    var asked = new AtomicInteger();
    try (var proxy = proxyFor("p2");
        var loop =
            run(
                Proxies.of(
                    at(proxy)
                        .withCredentials(
                            () ->
                                new PasswordAuthentication(
                                    "u", ("p" + asked.incrementAndGet()).toCharArray()))))) {
      loop.skip();
      loop.untilOpen();
      assertThat(logins(proxy)).containsExactly("u:p1", "u:p2");
    }
  }

  @Test
  void aFunctionThatChoosesIsAskedOnceMore() throws Exception {
    var asked = new AtomicInteger();
    try (var proxy = proxyFor("p2");
        var loop =
            run(to -> Optional.of(at(proxy).withCredentials("u", "p" + asked.incrementAndGet())))) {
      loop.skip();
      loop.untilOpen();
      assertThat(logins(proxy)).containsExactly("u:p1", "u:p2");
    }
  }

  @Test
  void aSecondRefusalInARowIsForGood() throws Exception {
    var vault = new Vault();
    try (var proxy = proxyFor("none");
        var loop = run(Proxies.of(at(proxy).withCredentials(vault)))) {
      loop.skip();
      assertThat(loop.untilFailed())
          .isInstanceOf(ProxyException.class)
          .hasMessageEndingWith(REFUSED)
          .isSameAs(told.getFirst());
      assertThat(told).hasSize(1);
      assertThat(logins(proxy)).containsExactly("u:p0", "u:p1");
      assertThat(vault.asked).hasValue(2);
    }
  }

  @Test
  void fixedCredentialsAreRefusedForGoodAtOnce() throws Exception {
    try (var proxy = proxyFor("none");
        var loop = run(Proxies.of(at(proxy).withCredentials("u", "p0")))) {
      assertThat(loop.thrown()).isInstanceOf(ProxyException.class).isSameAs(told.getFirst());
      assertThat(logins(proxy)).containsExactly("u:p0");
    }
  }

  @Test
  void aSupplierForTheServerIsNoneForTheProxy() throws Exception {
    try (var proxy = proxyFor("none");
        var loop =
            LoopRun.start(
                builder(Proxies.of(at(proxy))).credentials(Credentials.bearer(() -> "sesame")))) {
      assertThat(loop.thrown()).isInstanceOf(ProxyException.class).isSameAs(told.getFirst());
      assertThat(logins(proxy)).containsExactly("");
    }
  }

  @Test
  void theServersCredentialsAreRefreshedApartFromTheProxys() throws Exception {
    server.close();
    server = ScriptedServer.start(status(401), open());
    var token = new AtomicInteger();
    var vault = new Vault();
    try (var proxy = proxyFor("p1");
        var loop =
            LoopRun.start(
                builder(Proxies.of(at(proxy).withCredentials(vault)))
                    .credentials(Credentials.bearer(() -> "t" + token.incrementAndGet())))) {
      loop.skip();
      loop.skip();
      loop.untilOpen();
      assertThat(logins(proxy)).containsExactly("u:p0", "u:p1", "u:p1");
      assertThat(server.requests())
          .extracting(request -> header(request, "Authorization"))
          .containsExactly("Bearer t2", "Bearer t3");
    }
  }

  @Test
  void aRefreshThatThrowsIsAFailedAttemptAndTriedAgain() throws Exception {
    var vault = new Vault();
    vault.failures.set(1);
    try (var proxy = proxyFor("p1");
        var loop = run(Proxies.of(at(proxy).withCredentials(vault)))) {
      loop.skip();
      assertThat(loop.untilWaiting().cause())
          .isInstanceOfSatisfying(
              SupplierFailedException.class,
              e -> assertThat(e.supplier()).isEqualTo("proxy credentials"));
      loop.skip();
      loop.untilOpen();
      assertThat(logins(proxy)).containsExactly("u:p0", "u:p1");
    }
  }

  private TunnelProxy proxyFor(String password) {
    return TunnelProxy.admitting(head -> login(head).equals("u:" + password), port(server));
  }

  private static int port(ScriptedServer server) {
    return URI.create(server.uri()).getPort();
  }

  private static Proxy at(TunnelProxy proxy) {
    return Proxy.http("127.0.0.1", proxy.port());
  }

  private LoopRun run(Proxies proxies) {
    return LoopRun.start(builder(proxies));
  }

  private WebSocketClient.Builder builder(Proxies proxies) {
    return WebSocketClient.builder("ws://server.invalid/")
        .proxies(proxies)
        .observer(diary)
        .onAuthenticationFailed(told::add);
  }

  private static List<String> logins(TunnelProxy proxy) {
    return proxy.heads().stream().map(ProxyCredentialsTest::login).toList();
  }

  private static String login(String head) {
    String sent = header(head, "Proxy-Authorization");
    return sent.isEmpty()
        ? ""
        : new String(
            Base64.getDecoder().decode(sent.substring("Basic ".length())),
            StandardCharsets.ISO_8859_1);
  }
}
