package io.hawser.cli;

import io.hawser.WebSocket;
import io.hawser.error.HandshakeException;
import io.hawser.error.InvalidStatusException;
import io.hawser.error.ProxyException;
import io.hawser.error.RetriesExhaustedException;
import io.hawser.error.WebSocketException;
import io.hawser.model.Closure;
import io.hawser.model.Response;
import io.hawser.observe.ClientAttempt;
import io.hawser.observe.ClientObserver;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a client that comes back goes through, as JSON or on the status line of a terminal. Told by
 * a thread of the observer's; who prints messages waits for what came before.
 */
final class AttemptEvents implements ClientObserver {
  /** An observer is never that late; if it is, order is given up, and not the command. */
  private static final long SOON_SECONDS = 5;

  private final @Nullable PrintStream json;
  private final Countdown countdown;
  private final Semaphore opened = new Semaphore(0);
  private final CountDownLatch gaveUp = new CountDownLatch(1);
  private int number;

  /**
   * Begins.
   *
   * @param json where to print events; null to print none
   */
  AttemptEvents(@Nullable PrintStream json, Countdown countdown) {
    this.json = json;
    this.countdown = countdown;
  }

  /** Whether this prints how each connection closed, unless the command itself ended it. */
  boolean printsCloses() {
    return json != null;
  }

  /** Waits until the next connection that opened was told of. */
  void awaitOpened() {
    await(opened::tryAcquire);
  }

  /** Waits until it was told that the client has given up. */
  void awaitGaveUp() {
    await(gaveUp::await);
  }

  @FunctionalInterface
  private interface Wait {
    boolean await(long time, TimeUnit unit) throws InterruptedException;
  }

  private static void await(Wait wait) {
    try {
      var unused = wait.await(SOON_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void attemptStarted(ClientAttempt attempt) {
    number = attempt.number();
    countdown.clear();
    print(
        JsonLine.event("attempt").with("number", attempt.number()).with("uri", attempt.endpoint()));
  }

  @Override
  public void attemptFailed(
      ClientAttempt attempt, HandshakeException exception, Optional<Duration> delay) {
    print(
        delayed(
                JsonLine.event("failed")
                    .with("number", attempt.number())
                    .with("phase", exception.phase().name())
                    .with("status", status(exception))
                    .with("verdict", delay.isPresent() ? "retry" : "fail"),
                delay)
            .with("message", exception.getMessage()));
  }

  @Override
  public void attemptSucceeded(ClientAttempt attempt, WebSocket ws, Duration took) {
    // the line for it is the transcript's
    opened.release();
  }

  @Override
  public void ended(WebSocket ws, Closure closure, Duration lifeSpan, Optional<Duration> delay) {
    print(delayed(JsonTranscript.closedLine(closure).with("open_ms", lifeSpan.toMillis()), delay));
  }

  @Override
  public void waiting(String client, Duration delay, Instant until) {
    countdown.until(until);
  }

  @Override
  public void gaveUp(String client, WebSocketException exception) {
    int attempts =
        exception instanceof RetriesExhaustedException exhausted ? exhausted.attempts() : number;
    print(
        JsonLine.event("gave-up")
            .with("attempts", attempts)
            .with("message", exception.getMessage()));
    gaveUp.countDown();
  }

  private static JsonLine delayed(JsonLine line, Optional<Duration> delay) {
    return line.with("delay_ms", delay.map(wait -> (int) wait.toMillis()).orElse(null));
  }

  private static @Nullable Integer status(HandshakeException exception) {
    @Nullable Response response =
        switch (exception) {
          case InvalidStatusException e -> e.response();
          case ProxyException e -> e.response();
          default -> null;
        };
    return response == null ? null : response.status();
  }

  private void print(JsonLine line) {
    if (json != null) {
      json.println(line);
      json.flush();
    }
  }
}
