package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.WebSocket;
import io.hawser.client.ClientState;
import io.hawser.client.Connections;
import io.hawser.client.WebSocketClient;
import io.hawser.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** A loop over connections on a thread of its own, on a clock that the test turns. */
public final class LoopRun implements AutoCloseable {
  static final Duration DEADLINE = Duration.ofSeconds(20);

  public final ManualClock clock = new ManualClock();
  public final List<Duration> delays = new ArrayList<>();
  public final Connections connections;
  final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Thread thread;

  /** Begins; {@code body} gets each connection. */
  public LoopRun(WebSocketClient.Builder builder, Connections.Handler<Exception> body) {
    this(builder, new SplittableRandom(1), body);
  }

  /** Begins with delays that are drawn from this generator. */
  LoopRun(
      WebSocketClient.Builder builder,
      RandomGenerator random,
      Connections.Handler<Exception> body) {
    connections = builder.time(clock, random).connections();
    thread =
        Thread.ofVirtual()
            .name("loop")
            .start(
                () -> {
                  try (connections) {
                    connections.run(body);
                    ended.complete(null);
                  } catch (Throwable thrown) {
                    ended.completeExceptionally(thrown);
                  }
                });
  }

  /** Begins a loop whose body stays with each connection until it has closed. */
  static LoopRun start(WebSocketClient.Builder builder) {
    return new LoopRun(builder, LoopRun::receiveAll);
  }

  static LoopRun start(String uri) {
    return start(WebSocketClient.builder(uri));
  }

  public static void receiveAll(WebSocket ws) {
    for (var message : ws) {
      assertThat(message).isNotNull();
    }
  }

  /** Turns the clock over the waits until there is a connection, and returns it. */
  WebSocket untilOpen() {
    while (true) {
      var state = await(ClientState.class, s -> isWaiting(s) || s instanceof ClientState.Open);
      if (state instanceof ClientState.Open open) {
        return open.connection();
      }
      skip((ClientState.Waiting) state);
    }
  }

  /** Turns the clock over waits until the loop has ended, and returns what it threw. */
  Throwable untilFailed() {
    while (true) {
      var state = await(ClientState.class, s -> isWaiting(s) || s.isFinal());
      if (state.isFinal()) {
        return thrown();
      }
      skip((ClientState.Waiting) state);
    }
  }

  /** Waits for a wait that was not skipped yet. */
  public ClientState.Waiting untilWaiting() {
    return await(ClientState.Waiting.class, this::isWaiting);
  }

  /** Turns the clock over one wait. */
  public Duration skip() {
    return skip(untilWaiting());
  }

  private Duration skip(ClientState.Waiting waiting) {
    delays.add(waiting.delay());
    // no further: the next wait may begin while the clock is turned
    var left = Duration.between(clock.instant(), waiting.until());
    clock.advance(left.isNegative() ? Duration.ZERO : left);
    // the loop has noticed
    await(ClientState.class, state -> !waiting.equals(state));
    return waiting.delay();
  }

  private boolean isWaiting(ClientState state) {
    return state instanceof ClientState.Waiting;
  }

  <T extends ClientState> T await(Class<T> type, Predicate<ClientState> wanted) {
    return type.cast(
        connections
            .awaitState(wanted, DEADLINE)
            .orElseThrow(() -> new AssertionError("state is " + connections.state())));
  }

  /** Waits until no timer is left: an event loop may be about to put one away. */
  public void awaitNoTimer() {
    await("no timer is left", () -> clock.pending() == 0);
  }

  /** Waits for something that no state tells of. */
  public static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Waits for the test to say so. */
  static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until the loop has thrown, and returns what. */
  Throwable thrown() {
    try {
      ended.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
      throw new AssertionError("the loop ended quietly");
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until the loop has ended quietly. */
  void awaitEnd() {
    ended.orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
  }

  void interrupt() {
    thread.interrupt();
  }

  @Override
  public void close() {
    connections.stop();
    assertThat(ended.handle((value, thrown) -> true).orTimeout(20, TimeUnit.SECONDS).join())
        .isTrue();
  }
}
