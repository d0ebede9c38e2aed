package io.hawser.testkit;

import io.hawser.error.ConnectFailedException;
import io.hawser.error.HandshakeException;
import io.hawser.error.HandshakeTimeoutException;
import io.hawser.error.InvalidStatusException;
import io.hawser.error.Phase;
import io.hawser.model.CloseReason;
import io.hawser.model.Headers;
import io.hawser.model.Response;
import io.hawser.policy.Backoff;
import io.hawser.policy.Pace;
import io.hawser.policy.RetryPolicy;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Simulates clients whose server restarts: all lose their connections in one moment, and come back
 * as their policy says. No socket, thread or clock is involved, so ten thousand clients take a
 * second, and the same seed gives the same figures.
 *
 * <pre>{@code
 * Homecoming all =
 *     Herd.of(10_000).pace(myPace).down(Duration.ofSeconds(60)).handshakesPerSecond(500).simulate();
 * System.out.println(all.mostPerSecond(Duration.ofSeconds(60)) + " handshakes a second");
 * System.out.println("99 % are back after " + all.untilBack(0.99));
 * }</pre>
 *
 * <p>The server is down at first, and refuses whoever connects. Then it serves handshakes one after
 * the other, as fast as it can; those who come meanwhile wait in line, or are refused with 503
 * where the line is too long. A client that has waited in vain leaves, but the server notices only
 * when it has done the work. Networks take no time, and whoever is back stays. Not safe for several
 * threads.
 */
public final class Herd {
  private final int clients;
  private long seed = 1;
  private RetryPolicy policy = RetryPolicy.standard();
  private Pace pace = Pace.defaults();
  private @Nullable Backoff formula;
  private Duration openTimeout = Duration.ofSeconds(10);
  private @Nullable CloseReason closeReason;
  private Duration down = Duration.ofSeconds(5);
  private int handshakesPerSecond = Integer.MAX_VALUE;
  private @Nullable Duration longestLine;
  private @Nullable Duration retryAfter;
  private Duration watched = Duration.ofHours(1);

  /** An attempt to come; of several at once, the one decided on first. */
  private record Due(long nanos, long sequence, HerdClient client) {}

  private Herd(int clients) {
    this.clients = clients;
  }

  /**
   * Returns a herd with the defaults that the options name.
   *
   * @throws IllegalArgumentException unless positive
   */
  public static Herd of(int clients) {
    if (clients < 1) {
      throw new IllegalArgumentException("clients: " + clients + "; must be positive");
    }
    return new Herd(clients);
  }

  /** What all that is random comes from. Default: 1. */
  public Herd seed(long seed) {
    this.seed = seed;
    return this;
  }

  /** What is worth another try. Default: {@link RetryPolicy#standard()}. */
  public Herd policy(RetryPolicy policy) {
    this.policy = policy;
    return this;
  }

  /** How fast attempts follow each other. Default: {@link Pace#defaults()}. */
  public Herd pace(Pace pace) {
    this.pace = pace;
    return this;
  }

  /**
   * Delays of another kind of client, in place of {@link #policy} and {@link #pace}: one series for
   * each, whose first delay begins when the connection is lost. It hears of no {@code Retry-After}.
   * Default: none.
   */
  public Herd delays(Backoff formula) {
    this.formula = formula;
    return this;
  }

  /** How long a client waits for an answer. Default: 10 s. */
  public Herd openTimeout(Duration timeout) {
    openTimeout = positive("openTimeout", timeout);
    return this;
  }

  /**
   * What the server says as it goes, such as 1012 with {@link io.hawser.policy.Spread#reason}.
   * Default: nothing, for it was killed.
   */
  public Herd closedWith(CloseReason reason) {
    closeReason = reason;
    return this;
  }

  /** How long the server is down; zero for not at all. Default: 5 s. */
  public Herd down(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("down: " + time + "; must not be negative");
    }
    down = time;
    return this;
  }

  /**
   * How many handshakes the server serves within a second, evenly. Default: as many as come.
   *
   * @throws IllegalArgumentException unless positive
   */
  public Herd handshakesPerSecond(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("handshakesPerSecond: " + most + "; must be positive");
    }
    handshakesPerSecond = most;
    return this;
  }

  /**
   * How long a handshake waits in line for the server, at most; where the line is longer, it is
   * refused at once with 503. Default: as long as it takes.
   */
  public Herd longestLine(Duration time) {
    longestLine = positive("longestLine", time);
    return this;
  }

  /** The {@code Retry-After} of the 503, in whole seconds. Default: none. */
  public Herd retryAfter(Duration time) {
    retryAfter = positive("retryAfter", time);
    return this;
  }

  /** How long to watch; who is not back by then counts as away. Default: 1 h. */
  public Herd watched(Duration time) {
    watched = positive("watched", time);
    return this;
  }

  private static Duration positive(String name, Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException(name + ": " + time + "; must be positive");
    }
    return time;
  }

  /** Lets them all come back, and returns what came of it. */
  public Homecoming simulate() {
    var server = new HerdServer(down, handshakesPerSecond, longestLine, openTimeout);
    var failures = failures();
    var seen = new Homecoming.Recorder(clients);
    var due =
        new PriorityQueue<Due>(
            Comparator.comparingLong(Due::nanos).thenComparingLong(Due::sequence));
    var seeds = new Random(seed);
    long sequence = 0;
    for (int i = 0; i < clients; i++) {
      HerdClient client = client(new Random(seeds.nextLong()));
      Optional<Duration> delay = client.disconnected();
      if (delay.isPresent()) {
        due.add(new Due(delay.get().toNanos(), sequence++, client));
      } else {
        seen.gaveUp();
      }
    }
    long end = watched.toNanos();
    for (Due attempt = due.poll(); attempt != null && attempt.nanos() < end; attempt = due.poll()) {
      HerdServer.Answer answer = server.arrives(attempt.nanos());
      seen.attempt(attempt.nanos(), answer);
      if (answer.outcome() == HerdServer.Outcome.OPENED) {
        continue;
      }
      HandshakeException failure = failures.apply(answer.outcome());
      Optional<Duration> delay = attempt.client().failed(failure, attempt.nanos(), answer.nanos());
      if (delay.isPresent()) {
        due.add(new Due(answer.nanos() + delay.get().toNanos(), sequence++, attempt.client()));
      } else {
        seen.gaveUp();
      }
    }
    return seen.result(end);
  }

  private HerdClient client(RandomGenerator random) {
    Backoff other = formula;
    return other == null
        ? HerdClient.of(policy, pace, closeReason, random)
        : HerdClient.of(other.begin(random));
  }

  /** What clients are told, made once: nobody looks where it comes from. */
  private Function<HerdServer.Outcome, HandshakeException> failures() {
    var refused = new ConnectFailedException(Phase.TCP, "connection refused", null);
    Headers headers =
        retryAfter == null
            ? Headers.empty()
            : Headers.of("Retry-After", Long.toString(retryAfter.toSeconds()));
    var overloaded =
        new InvalidStatusException(new Response(503, "Service Unavailable", headers, new byte[0]));
    var timeout = new HandshakeTimeoutException(Phase.HTTP, openTimeout);
    return outcome ->
        switch (outcome) {
          case REFUSED -> refused;
          case OVERLOADED -> overloaded;
          case TIMEOUT -> timeout;
          case OPENED -> throw new IllegalStateException("opening is no failure");
        };
  }
}
