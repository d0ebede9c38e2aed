package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.Timeouts;
import io.hawser.guard.Guard;
import io.hawser.handshake.FailureKind;
import io.hawser.model.Response;
import io.hawser.observe.Denial;
import io.hawser.observe.HandshakeFailure;
import io.hawser.observe.HandshakeGuard;
import io.hawser.observe.Source;
import io.hawser.server.BasicAuth;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.ManualClock;
import io.hawser.testkit.RawPeer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The guard in front of a server, over real sockets. */
@Timeout(120)
class GuardedServerTest {
  private static final String VALID = RawPeer.VALID_REQUEST;
  private static final String BAD_KEY = VALID.replace("dGhl", "!!!!");
  private static final String PLAIN = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private final Failures failures = new Failures();
  private final ManualClock clock = new ManualClock();
  private final SplittableRandom random = new SplittableRandom(1);
  private WebSocketServer server;

  // one thread, so that peers are accepted in the order in which they connect
  private WebSocketServer.Builder builder() {
    return WebSocketServer.builder(ws -> ws.forEach(ws::send))
        .listen("127.0.0.1", 0)
        .threads(1)
        .timeouts(Timeouts.defaults().withOpening(Duration.ofSeconds(60)))
        .observer(failures);
  }

  private Guard.Builder guard() {
    return Guard.builder().limitLoopback().time(clock, random);
  }

  private void serve(Guard.Builder guard) {
    server = builder().guard(guard.build()).start();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private String answer(String request) {
    try (var peer = RawPeer.connect(server.port())) {
      return new String(peer.send(request).readToEnd(), StandardCharsets.ISO_8859_1);
    }
  }

  private void fail(String request, int times, FailureKind kind, int status) throws Exception {
    for (int i = 0; i < times; i++) {
      assertThat(answer(request)).startsWith("HTTP/1.1 " + status + " ");
      failures.next(kind, status);
    }
  }

  private void opens() {
    RawPeer.open(server.port()).close();
  }

  @Test
  void sourceWithTwentyPenaltiesIsAnsweredWith429() throws Exception {
    serve(guard());
    fail(BAD_KEY, 20, FailureKind.INVALID_KEY, 400);

    assertThat(answer(VALID))
        .startsWith("HTTP/1.1 429 Too Many Requests\r\n")
        .contains("\r\nRetry-After: 60\r\n", "\r\nConnection: close\r\n", "\r\nDate: ")
        .endsWith("\r\n\r\nToo many requests.\n");
    failures.next(FailureKind.RATE_LIMITED, 429);
    clock.advance(Duration.ofSeconds(60));
    opens();
  }

  @Test
  void afterRepeatedPenaltiesTheSourceIsClosedBeforeAByte() throws Exception {
    serve(guard());
    fail(BAD_KEY, 20, FailureKind.INVALID_KEY, 400);
    clock.advance(Duration.ofSeconds(60));
    fail("SSH-2.0-OpenSSH_9.2\r\n", 20, FailureKind.NOT_HTTP, 400);

    try (var peer = RawPeer.connect(server.port())) {
      assertThat(peer.readToEnd()).isEmpty();
    }
    failures.next(FailureKind.RATE_LIMITED, 0);
    clock.advance(Duration.ofMinutes(2));
    opens();
  }

  @Test
  void plainRequestsAreNoPenalties() throws Exception {
    serve(guard());
    fail(PLAIN, 40, FailureKind.NOT_AN_UPGRADE, 426);

    opens();
  }

  @Test
  void tooManyPendingHandshakesOfASourceAreAnsweredWith503() throws Exception {
    serve(guard().pendingPerSource(2));
    try (var first = RawPeer.connect(server.port());
        var second = RawPeer.connect(server.port())) {
      assertThat(answer(VALID))
          .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
          .containsPattern("\r\nRetry-After: ([5-9]|1[0-5])\r\n");
      failures.next(FailureKind.OVERLOADED, 503);

      try (var fourth = RawPeer.connect(server.port());
          var fifth = RawPeer.connect(server.port());
          var sixth = RawPeer.connect(server.port())) {
        assertThat(sixth.readToEnd()).isEmpty();
        failures.next(FailureKind.OVERLOADED, 0);
        assertThat(fourth).isNotSameAs(fifth);
      }
      failures.next(FailureKind.PROBE, 0);
      failures.next(FailureKind.PROBE, 0);
      first.close();
      failures.next(FailureKind.PROBE, 0);
      opens();
      assertThat(second).isNotNull();
    }
  }

  @Test
  void tooManyPendingHandshakesOfAllAreAnsweredWith503() throws Exception {
    // loopback is exempt from budgets of sources, not from those of all
    serve(Guard.builder().time(clock, random).pending(1));
    try (var first = RawPeer.connect(server.port())) {
      assertThat(answer(VALID)).startsWith("HTTP/1.1 503 ").contains("Retry-After: ");
      failures.next(FailureKind.OVERLOADED, 503);
      assertThat(new String(open(first), StandardCharsets.ISO_8859_1)).startsWith("HTTP/1.1 101 ");
      opens();
    }
  }

  private static byte[] open(RawPeer peer) {
    return peer.send(VALID).readHead().getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void tooManyConnectionsAreAnsweredWith503() throws Exception {
    serve(guard().connections(1));
    try (var first = RawPeer.open(server.port())) {
      assertThat(answer(VALID)).startsWith("HTTP/1.1 503 ").contains("Retry-After: ");
      failures.next(FailureKind.OVERLOADED, 503);
      first.sendHex("81 81 00000000 41");
      assertThat(first.readHex(3)).isEqualTo("810141");
    }
  }

  @Test
  void tooManyConnectionsOfASourceAreAnsweredWith503() throws Exception {
    serve(guard().connectionsPerSource(1));
    try (var first = RawPeer.open(server.port())) {
      assertThat(answer(VALID)).startsWith("HTTP/1.1 503 ");
      failures.next(FailureKind.OVERLOADED, 503);
      assertThat(first).isNotNull();
    }
  }

  @Test
  void tooManyHandshakesOfASourceAreAnsweredWith429() throws Exception {
    serve(guard().handshakesPerSource(2, Duration.ofMinutes(1)));
    opens();
    opens();

    assertThat(answer(VALID)).startsWith("HTTP/1.1 429 ").contains("\r\nRetry-After: 30\r\n");
    failures.next(FailureKind.RATE_LIMITED, 429);
  }

  @Test
  void guardIsOnByDefaultAndSparesLoopback() throws Exception {
    server = builder().start();
    fail(BAD_KEY, 25, FailureKind.INVALID_KEY, 400);

    opens();
  }

  @Test
  void unguardedServerRefusesNobody() throws Exception {
    server = builder().guard(guard().build()).unguarded().start();
    fail(BAD_KEY, 25, FailureKind.INVALID_KEY, 400);

    opens();
  }

  @Test
  void wrongPasswordsArePenaltiesUnlessTheSourceIsKnown() throws Exception {
    server =
        builder()
            .guard(guard().build())
            .processRequest(BasicAuth.of("realm", Map.of("ada", "secret")))
            .start();
    fail(VALID, 19, FailureKind.UNAUTHORIZED, 401);
    String pair = Base64.getEncoder().encodeToString("ada:secret".getBytes(StandardCharsets.UTF_8));
    try (var peer = RawPeer.connect(server.port())) {
      peer.send(VALID.replace("Upgrade:", "Authorization: Basic " + pair + "\r\nUpgrade:"));
      assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
    }
    fail(VALID, 30, FailureKind.UNAUTHORIZED, 401);

    clock.advance(Duration.ofMinutes(61));
    fail(VALID, 20, FailureKind.UNAUTHORIZED, 401);
    assertThat(answer(VALID)).startsWith("HTTP/1.1 429 ");
  }

  @Test
  void answersOfTheApplicationLeaveNothingPending() {
    server =
        builder()
            .guard(guard().pendingPerSource(1).connections(1).build())
            .processRequest((request, peer) -> Response.text(200, "fine"))
            .start();
    for (int i = 0; i < 10; i++) {
      assertThat(answer(PLAIN)).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void hookThatIgnoresItsInterruptStaysPending() throws Exception {
    var entered = new CountDownLatch(1);
    var leave = new CountDownLatch(1);
    server =
        builder()
            .guard(guard().pendingPerSource(1).build())
            .time(clock, random)
            .processRequest(
                (request, peer) -> {
                  entered.countDown();
                  awaitWhateverHappens(leave);
                  return null;
                })
            .start();
    try (var peer = RawPeer.connect(server.port()).send(VALID)) {
      entered.await();
      clock.advance(Duration.ofSeconds(60));
      assertThat(peer.readHead()).startsWith("HTTP/1.1 503 ");
    }
    assertThat(answer(VALID)).startsWith("HTTP/1.1 503 ").contains("The server is busy.");

    leave.countDown();
    String answer;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    do {
      try (var peer = RawPeer.connect(server.port())) {
        answer = peer.send(VALID).readHead();
      }
    } while (!answer.startsWith("HTTP/1.1 101 ") && System.nanoTime() < deadline);
    assertThat(answer).startsWith("HTTP/1.1 101 ");
  }

  private static void awaitWhateverHappens(CountDownLatch latch) {
    boolean done = false;
    while (!done) {
      try {
        latch.await();
        done = true;
      } catch (InterruptedException e) {
        // ignored, as a bad hook does
      }
    }
  }

  @Test
  void guardOfOnesOwnIsAskedAndTold() throws Exception {
    var calls = new LinkedBlockingQueue<String>();
    server = builder().guard(() -> new Recorded(calls)).start();
    try (var peer = RawPeer.open(server.port())) {
      assertThat(peer).isNotNull();
    }
    for (String call :
        new String[] {"accepted 127.0.0.1", "requested 127.0.0.1", "opened", "closed"}) {
      assertThat(calls.poll(20, TimeUnit.SECONDS)).isEqualTo(call);
    }
    answer(BAD_KEY);
    for (String call :
        new String[] {
          "accepted 127.0.0.1", "requested 127.0.0.1", "failed INVALID_KEY 400", "closed"
        }) {
      assertThat(calls.poll(20, TimeUnit.SECONDS)).isEqualTo(call);
    }
    RawPeer.connect(server.port()).close();
    for (String call : new String[] {"accepted 127.0.0.1", "failed PROBE 0", "closed"}) {
      assertThat(calls.poll(20, TimeUnit.SECONDS)).isEqualTo(call);
    }
    assertThat(calls).isEmpty();
  }

  @Test
  void guardThatThrowsLetsEverybodyPass() {
    server =
        builder()
            .guard(
                () -> {
                  throw new IllegalStateException("a guard's bug");
                })
            .start();

    opens();
  }

  @Test
  void visitThatThrowsLetsEverybodyPass() {
    server = builder().guard(() -> new Broken()).start();

    opens();
    assertThat(answer(BAD_KEY)).startsWith("HTTP/1.1 400 ");
  }

  private record Recorded(LinkedBlockingQueue<String> calls) implements HandshakeGuard.Visit {
    @Override
    public Denial accepted(Source source) {
      calls.add("accepted " + source);
      return null;
    }

    @Override
    public Denial requested(Source source) {
      calls.add("requested " + source);
      return null;
    }

    @Override
    public void failed(HandshakeFailure failure) {
      calls.add("failed " + failure.kind() + " " + failure.status());
    }

    @Override
    public void answered() {
      calls.add("answered");
    }

    @Override
    public void opened() {
      calls.add("opened");
    }

    @Override
    public void closed() {
      calls.add("closed");
    }
  }

  private static final class Broken implements HandshakeGuard.Visit {
    @Override
    public Denial accepted(Source source) {
      throw new IllegalStateException("a guard's bug");
    }

    @Override
    public Denial requested(Source source) {
      throw new IllegalStateException("a guard's bug");
    }

    @Override
    public void failed(HandshakeFailure failure) {
      throw new IllegalStateException("a guard's bug");
    }

    @Override
    public void answered() {
      throw new IllegalStateException("a guard's bug");
    }

    @Override
    public void opened() {
      throw new IllegalStateException("a guard's bug");
    }

    @Override
    public void closed() {
      throw new IllegalStateException("a guard's bug");
    }
  }
}
