package io.hawser.tests;

import static io.hawser.testkit.ScriptedServer.hangUp;
import static io.hawser.testkit.ScriptedServer.header;
import static io.hawser.testkit.ScriptedServer.open;
import static io.hawser.testkit.ScriptedServer.openThenClose;
import static io.hawser.testkit.ScriptedServer.openThenHangUp;
import static io.hawser.testkit.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.WebSocket;
import io.hawser.client.ClientState;
import io.hawser.client.Credentials;
import io.hawser.client.WebSocketClient;
import io.hawser.error.CallInterruptedException;
import io.hawser.error.ConnectionClosedException;
import io.hawser.error.InvalidStatusException;
import io.hawser.error.RetriesExhaustedException;
import io.hawser.model.Closure;
import io.hawser.observe.ClientAttempt;
import io.hawser.policy.Backoff;
import io.hawser.policy.Pace;
import io.hawser.testkit.ScriptedServer;
import io.hawser.testkit.ScriptedServer.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A client that comes back, case by case, 71 to 77: connections that were open, loops that are
 * left, and who is asked and told meanwhile.
 */
@Timeout(60)
class ComingBackCasesTest {
  @Test
  void case71ServerAcceptsAndHangsUpAgainAndAgain() {
    try (var server = ScriptedServer.start(openThenHangUp());
        var loop = LoopRun.start(server.uri())) {
      while (server.requests().size() < 300) {
        loop.skip();
      }
      for (int n = 0; n < loop.delays.size(); n++) {
        assertThat(loop.delays.get(n)).isLessThan(Backoff.exponential().ceiling(n));
      }
      var minute = Duration.ofMinutes(1);
      var time = Duration.ZERO;
      int inTheFirstMinute = 0;
      while (time.compareTo(minute) < 0) {
        time = time.plus(loop.delays.get(inTheFirstMinute++));
      }
      assertThat(inTheFirstMinute).isLessThan(20);
    }
  }

  @Test
  void case71AfterAStableConnectionTheBackoffStartsAnew() {
    try (var server =
            ScriptedServer.start(hangUp(), hangUp(), hangUp(), hangUp(), open(), hangUp());
        var loop = LoopRun.start(server.uri())) {
      WebSocket ws = loop.untilOpen();
      loop.clock.advance(Duration.ofSeconds(10));
      loop.await(ClientState.Open.class, s -> s instanceof ClientState.Open open && open.stable());
      ws.startClosing(1000, "");
      assertThat(loop.skip()).as("the first delay").isLessThan(Duration.ofSeconds(5));
      assertThat(loop.untilWaiting().attempt()).isEqualTo(2);
      assertThat(loop.skip()).isLessThan(Backoff.exponential().ceiling(4));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1001, 1006, 1011, 1012, 1013, 4000})
  void case72CodeThatLeadsToAnotherConnection(int code) {
    Step end = code == 1006 ? openThenHangUp() : openThenClose(code, "");
    try (var server = ScriptedServer.start(end, open());
        var loop = LoopRun.start(server.uri())) {
      assertThat(loop.untilWaiting().cause())
          .isInstanceOfSatisfying(
              ConnectionClosedException.class,
              closed -> assertThat(closed.code().value()).isEqualTo(code));
      loop.untilOpen();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1008, 3000, 3003, 4401, 4403})
  void case72CodeThatIsFatal(int code) {
    try (var server = ScriptedServer.start(openThenClose(code, "no"));
        var loop = LoopRun.start(server.uri())) {
      var closed = (ConnectionClosedException) loop.thrown();
      assertThat(closed.code().value()).isEqualTo(code);
      assertThat(closed.initiator()).isEqualTo(Closure.Initiator.PEER);
    }
  }

  /** The statement is one with a resource: the loop alone cannot know that it is left. */
  @ParameterizedTest
  @ValueSource(strings = {"break", "exception"})
  void case73BodyIsLeftBehindAClosedConnection(String how) {
    var bug = new IllegalStateException("a bug");
    var left = new ArrayList<WebSocket>();
    Throwable thrown = null;
    try (var server = ScriptedServer.start(open())) {
      try (var connections = WebSocketClient.builder(server.uri()).connections()) {
        for (var ws : connections) {
          left.add(ws);
          if (how.equals("exception")) {
            throw bug;
          }
          break;
        }
      } catch (IllegalStateException e) {
        thrown = e;
      }
      Closure closure = left.getFirst().closure().orElseThrow();
      assertThat(closure.received()).as("the peer's answer to our Close frame").isNotNull();
      assertThat(thrown).isSameAs(how.equals("exception") ? bug : null);
    }
  }

  @ParameterizedTest
  @EnumSource
  void case74Stop(StuckLoop.Place place) throws Exception {
    try (var stuck = new StuckLoop(place)) {
      stuck.run.connections.stop();
      stuck.run.awaitEnd();
      assertThat(stuck.run.connections.state()).isInstanceOf(ClientState.Stopped.class);
      stuck.awaitNothingLeft();
    }
  }

  @ParameterizedTest
  @EnumSource
  void case74Interrupt(StuckLoop.Place place) throws Exception {
    try (var stuck = new StuckLoop(place)) {
      stuck.run.interrupt();
      assertThat(stuck.run.thrown()).isInstanceOf(CallInterruptedException.class);
      stuck.awaitNothingLeft();
    }
  }

  @Test
  void case75AttemptsAreExhausted() {
    try (var server = ScriptedServer.start(status(503));
        var loop =
            LoopRun.start(
                WebSocketClient.builder(server.uri()).pace(Pace.defaults().withMaxAttempts(3)))) {
      var thrown = (RetriesExhaustedException) loop.untilFailed();
      assertThat(thrown.attempts()).isEqualTo(3);
      assertThat(thrown).hasCauseInstanceOf(InvalidStatusException.class);
      assertThat(thrown.getSuppressed()).hasSize(2);
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void case75TimeIsExhausted() {
    try (var server = ScriptedServer.start(status(503));
        var loop =
            LoopRun.start(
                WebSocketClient.builder(server.uri())
                    .pace(Pace.defaults().withMaxElapsed(Duration.ofSeconds(20))))) {
      var thrown = (RetriesExhaustedException) loop.untilFailed();
      assertThat(thrown.elapsed()).hasSeconds(20);
      assertThat(thrown).hasCauseInstanceOf(InvalidStatusException.class);
    }
  }

  @Test
  void case76ObserversAreToldInOrder() throws InterruptedException {
    var diary = new Diary();
    try (var server = ScriptedServer.start(status(503), openThenHangUp(), status(404));
        var loop = LoopRun.start(WebSocketClient.builder(server.uri()).observer(diary))) {
      loop.untilFailed();
      assertThat(diary.until("gave up"))
          .containsExactly(
              "attempt 1",
              "failed 1 retry",
              "waiting",
              "attempt 2",
              "succeeded 2",
              "ended after 0 retry",
              "waiting",
              "attempt 3",
              "failed 3 fail",
              "gave up");
    }
  }

  @Test
  void case76ObserverThatThrowsDoesNotBreakTheLoop() throws InterruptedException {
    var hostile =
        new Diary() {
          @Override
          public void attemptStarted(ClientAttempt attempt) {
            throw new IllegalStateException("hostile");
          }
        };
    try (var server = ScriptedServer.start(status(503), open());
        var loop = LoopRun.start(WebSocketClient.builder(server.uri()).observer(hostile))) {
      assertThat(loop.untilOpen().isOpen()).isTrue();
      assertThat(hostile.until("succeeded 2")).startsWith("failed 1 retry");
    }
  }

  @Test
  void case77SuppliersAreAskedOncePerAttempt() {
    var tokens = new AtomicInteger();
    var others = new AtomicInteger();
    try (var server = ScriptedServer.start(status(503), status(503), open());
        var loop =
            LoopRun.start(
                WebSocketClient.builder(server.uri())
                    .header("X-Attempt", () -> "n" + others.incrementAndGet())
                    .credentials(Credentials.bearer(() -> "t" + tokens.incrementAndGet())))) {
      loop.untilOpen();
      assertThat(server.requests())
          .extracting(request -> header(request, "Authorization"))
          .containsExactly("Bearer t1", "Bearer t2", "Bearer t3");
      assertThat(server.requests())
          .extracting(request -> header(request, "X-Attempt"))
          .containsExactly("n1", "n2", "n3");
    }
  }
}
