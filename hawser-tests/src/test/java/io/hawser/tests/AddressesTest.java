package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hawser.Resolver;
import io.hawser.WebSocket;
import io.hawser.client.Proxies;
import io.hawser.client.WebSocketClient;
import io.hawser.error.CallInterruptedException;
import io.hawser.error.ConnectFailedException;
import io.hawser.error.HandshakeTimeoutException;
import io.hawser.error.Phase;
import io.hawser.handshake.HostAddress;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.ManualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Several addresses of one name (RFC 8305), and names that are slow, or are none. */
@Timeout(60)
class AddressesTest {
  private final ManualClock clock = new ManualClock();

  @Test
  void anAddressThatRefusesIsFollowedByTheNextAtOnce() {
    try (var server = echo("127.0.0.1");
        var ws = client(server.port(), "127.0.0.2", "127.0.0.3", "127.0.0.1").connect()) {
      assertThat(((InetSocketAddress) ws.remoteAddress()).getAddress().getHostAddress())
          .isEqualTo("127.0.0.1");
      assertThat(clock.nanos()).isZero();
    }
  }

  @Test
  void theOtherFamilyIsTried() {
    try (var server = echo("::1");
        var ws = client(server.port(), "127.0.0.1", "::1").connect()) {
      assertThat(((InetSocketAddress) ws.remoteAddress()).getAddress().getHostAddress())
          .isEqualTo("0:0:0:0:0:0:0:1");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void anAddressThatIsSilentIsJoinedByTheNextAfterADelay() throws Exception {
    try (var server = echo("127.0.0.1");
        var silent = SilentAddress.open("127.0.0.2", server.port())) {
      var opened = async(client(server.port(), "127.0.0.2", "127.0.0.1"));
      silent.awaitAttempts(1);
      clock.advance(Duration.ofMillis(249));
      assertThat(opened).isNotDone();
      clock.advance(Duration.ofMillis(1));
      try (var ws = opened.orTimeout(20, TimeUnit.SECONDS).join()) {
        ws.send("a");
        assertThat(ws.receive().text()).isEqualTo("a");
        silent.awaitAttempts(0);
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theDelayCanBeSet() throws Exception {
    try (var server = echo("127.0.0.1");
        var silent = SilentAddress.open("127.0.0.2", server.port())) {
      var opened =
          async(
              client(server.port(), "127.0.0.2", "127.0.0.1")
                  .connectionAttemptDelay(Duration.ofMillis(10)));
      silent.awaitAttempts(1);
      clock.advance(Duration.ofMillis(10));
      opened.orTimeout(20, TimeUnit.SECONDS).join().close();
    }
    assertThatThrownBy(() -> client(1).connectionAttemptDelay(Duration.ofSeconds(3)))
        .hasMessage("connectionAttemptDelay: PT3S; must be from 10 ms to 2 s");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void oneDeadlineHoldsForAllOfThem() throws Exception {
    try (var one = SilentAddress.open("127.0.0.1", 0);
        var other = SilentAddress.open("127.0.0.2", one.port())) {
      var opened = async(client(one.port(), "127.0.0.1", "127.0.0.2"));
      one.awaitAttempts(1);
      clock.advance(Duration.ofMillis(250));
      other.awaitAttempts(1);
      clock.advance(Duration.ofMillis(9_749));
      assertThat(opened).isNotDone();
      clock.advance(Duration.ofMillis(1));
      assertThat(catchThrowable(() -> opened.orTimeout(20, TimeUnit.SECONDS).join()).getCause())
          .isInstanceOfSatisfying(
              HandshakeTimeoutException.class, e -> assertThat(e.phase()).isEqualTo(Phase.TCP));
      one.awaitAttempts(0);
      other.awaitAttempts(0);
      assertThat(clock.pending()).isZero();
    }
  }

  @Test
  void eachFailureIsToldOf() throws Exception {
    int port;
    try (var server = echo("127.0.0.1")) {
      port = server.port();
    }
    assertThatThrownBy(() -> client(port, "127.0.0.1", "127.0.0.2", "127.0.0.3").connect())
        .isInstanceOfSatisfying(
            ConnectFailedException.class,
            e -> {
              assertThat(e.phase()).isEqualTo(Phase.TCP);
              assertThat(e).hasMessageContaining("127.0.0.3");
              assertThat(e.getSuppressed())
                  .hasExactlyElementsOfTypes(
                      ConnectFailedException.class, ConnectFailedException.class);
              assertThat(e.getSuppressed()[0]).hasMessageContaining("127.0.0.1");
              assertThat(e.getSuppressed()[1]).hasMessageContaining("127.0.0.2");
            });
    assertThat(clock.pending()).isZero();
  }

  // ---- names

  @Test
  void aNameWithoutAddressesIsAFailure() {
    assertThatThrownBy(() -> client(1).connect())
        .isInstanceOfSatisfying(
            ConnectFailedException.class, e -> assertThat(e.phase()).isEqualTo(Phase.DNS))
        .hasMessage("host has no address: server.test");
  }

  @Test
  void whatAResolverThrowsIsTheCause() {
    Resolver broken =
        host -> {
          throw new IOException("no answer");
        };
    assertThatThrownBy(() -> client(1).resolver(broken).connect())
        .isInstanceOfSatisfying(
            ConnectFailedException.class, e -> assertThat(e.phase()).isEqualTo(Phase.DNS))
        .hasMessage("host not resolved: server.test")
        .hasRootCauseMessage("no answer");
  }

  @Test
  void anAddressIsNotResolved() {
    Resolver never =
        host -> {
          throw new AssertionError(host);
        };
    try (var server = echo("127.0.0.1")) {
      WebSocketClient.builder("ws://127.0.0.1:" + server.port() + "/")
          .resolver(never)
          .connect()
          .close();
    }
  }

  @Test
  void anInterruptTakesEffectThoughTheResolverBlocks() throws Exception {
    var stuck = new StuckResolver();
    var thrown = new CompletableFuture<Throwable>();
    Thread caller =
        Thread.ofVirtual()
            .start(() -> thrown.complete(catchThrowable(client(1).resolver(stuck)::connect)));
    stuck.asked.await();
    caller.interrupt();
    assertThat(thrown.orTimeout(20, TimeUnit.SECONDS).join())
        .isInstanceOf(CallInterruptedException.class);
    assertThat(clock.pending()).isZero();
    stuck.release();
  }

  @Test
  void theDeadlineHoldsThoughTheResolverBlocks() throws Exception {
    var stuck = new StuckResolver();
    var opened = async(client(1).resolver(stuck));
    stuck.asked.await();
    clock.advance(Duration.ofSeconds(10));
    assertThat(catchThrowable(() -> opened.orTimeout(20, TimeUnit.SECONDS).join()).getCause())
        .isInstanceOfSatisfying(
            HandshakeTimeoutException.class, e -> assertThat(e.phase()).isEqualTo(Phase.DNS));
    assertThat(clock.pending()).isZero();
    stuck.release();
  }

  @Test
  void thePhasesAreTimed() throws Exception {
    try (var server = echo("127.0.0.1")) {
      Resolver slow =
          host -> {
            clock.advance(Duration.ofMillis(40));
            return List.of(InetAddress.getLoopbackAddress());
          };
      try (var ws = client(server.port()).resolver(slow).connect()) {
        var timings = ws.openingTimings().orElseThrow();
        assertThat(timings.in(Phase.DNS)).isEqualTo(Duration.ofMillis(40));
        assertThat(timings.total()).isEqualTo(Duration.ofMillis(40));
        assertThat(timings).hasToString("PREPARE 0 ms, DNS 40 ms, TCP 0 ms, HTTP 0 ms");
      }
    }
  }

  /** A resolver that does not even hear of an interrupt, like the JDK's. */
  private static final class StuckResolver implements Resolver {
    final CountDownLatch asked = new CountDownLatch(1);
    private final CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
    private volatile Thread thread;

    @Override
    public List<InetAddress> resolve(String host) {
      thread = Thread.currentThread();
      asked.countDown();
      return answer.join();
    }

    /** Answers at last; the thread ends, or waits for other names. */
    void release() throws InterruptedException {
      answer.complete(List.of());
      while (Stream.of(thread.getStackTrace())
          .anyMatch(frame -> frame.getClassName().equals(StuckResolver.class.getName()))) {
        Thread.onSpinWait();
      }
    }
  }

  private WebSocketClient.Builder client(int port, String... addresses) {
    return WebSocketClient.builder("ws://server.test:" + port + "/")
        .proxies(Proxies.none())
        .time(clock, new Random(1))
        .resolver(
            host -> {
              assertThat(host).isEqualTo("server.test");
              return Stream.of(addresses).map(HostAddress::parse).toList();
            });
  }

  private static CompletableFuture<WebSocket> async(WebSocketClient.Builder client) {
    var opened = new CompletableFuture<WebSocket>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                opened.complete(client.connect());
              } catch (Throwable e) {
                opened.completeExceptionally(e);
              }
            });
    return opened;
  }

  private static WebSocketServer echo(String address) {
    return WebSocketServer.serve(address, 0, ws -> ws.forEach(ws::send));
  }
}
