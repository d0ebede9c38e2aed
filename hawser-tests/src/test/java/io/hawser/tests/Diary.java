package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.WebSocket;
import io.hawser.error.HandshakeException;
import io.hawser.error.WebSocketException;
import io.hawser.model.Closure;
import io.hawser.observe.ClientAttempt;
import io.hawser.observe.ClientObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Writes down what an observer of attempts is told. */
class Diary implements ClientObserver {
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

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
  public void waitedInVain(String client, int messages, long bytes) {
    told.add("waited in vain: " + messages + " of " + bytes + " bytes");
  }

  @Override
  public void gaveUp(String client, WebSocketException exception) {
    told.add("gave up");
  }

  /** All up to an entry, which is waited for. */
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
