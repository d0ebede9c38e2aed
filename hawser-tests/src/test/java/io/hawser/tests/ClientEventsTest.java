package io.hawser.tests;

import static io.hawser.testkit.ScriptedServer.open;
import static io.hawser.testkit.ScriptedServer.openThenHangUp;
import static io.hawser.testkit.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.WebSocket;
import io.hawser.client.ClientState;
import io.hawser.client.Credentials;
import io.hawser.client.WebSocketClient;
import io.hawser.error.HandshakeException;
import io.hawser.error.WebSocketException;
import io.hawser.model.Closure;
import io.hawser.observe.ClientAttempt;
import io.hawser.observe.ClientObserver;
import io.hawser.testkit.ScriptedServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an observer is told of attempts, in which order. */
@Timeout(60)
class ClientEventsTest {
  /** Writes down what it is told. */
  private static class Diary implements ClientObserver {
    final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @Override
    public void attemptStarted(ClientAttempt attempt) {
      told.add("attempt " + attempt.number());
    }

    @Override
    public void attemptFailed(
        ClientAttempt attempt, HandshakeException exception, Optional<Duration> delay) {
      told.add("failed " + attempt.number() + (delay.isPresent() ? " retry" : " fail"));
    }

    @Override
    public void attemptSucceeded(ClientAttempt attempt, WebSocket ws, Duration took) {
      told.add("succeeded " + attempt.number());
    }

    @Override
    public void stable(WebSocket ws) {
      told.add("stable");
    }

    @Override
    public void ended(WebSocket ws, Closure closure, Duration lifeSpan, Optional<Duration> delay) {
      told.add("ended after " + lifeSpan.toSeconds() + (delay.isPresent() ? " retry" : " fail"));
    }

    @Override
    public void waiting(String client, Duration delay, Instant until) {
      told.add("waiting");
    }

    @Override
    public void credentialsRefreshed(String client) {
      told.add("refreshed");
    }

    @Override
    public void gaveUp(String client, WebSocketException exception) {
      told.add("gave up");
    }

    List<String> until(String last) throws InterruptedException {
      var all = new ArrayList<String>();
      while (!all.contains(last)) {
        String next = told.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("after %s", all).isNotNull();
        all.add(next);
      }
      return all;
    }
  }

  @Test
  void areInOrder() throws InterruptedException {
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
  void tellOfStableConnectionsAndFreshCredentials() throws InterruptedException {
    var diary = new Diary();
    try (var server = ScriptedServer.start(status(401), open(), status(404));
        var loop =
            LoopRun.start(
                WebSocketClient.builder(server.uri())
                    .credentials(Credentials.basic("user", "pass"))
                    .observer(diary))) {
      WebSocket ws = loop.untilOpen();
      loop.clock.advance(Duration.ofSeconds(12));
      loop.await(ClientState.Open.class, s -> s instanceof ClientState.Open open && open.stable());
      ws.startClosing(1000, "");
      loop.untilFailed();
      assertThat(diary.until("gave up"))
          .containsExactly(
              "attempt 1",
              "failed 1 retry",
              "waiting",
              "attempt 2",
              "refreshed",
              "succeeded 2",
              "stable",
              "ended after 12 retry",
              "waiting",
              "attempt 1",
              "failed 1 fail",
              "gave up");
    }
  }

  @Test
  void anObserverThatThrowsDoesNotBreakTheLoop() {
    ClientObserver hostile =
        new ClientObserver() {
          @Override
          public void attemptStarted(ClientAttempt attempt) {
            throw new IllegalStateException("hostile");
          }
        };
    try (var server = ScriptedServer.start(status(503), open());
        var loop = LoopRun.start(WebSocketClient.builder(server.uri()).observer(hostile))) {
      assertThat(loop.untilOpen().isOpen()).isTrue();
    }
  }
}
