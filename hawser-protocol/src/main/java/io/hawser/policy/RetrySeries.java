package io.hawser.policy;

import io.hawser.error.ConnectionClosedException;
import io.hawser.error.HandshakeException;
import io.hawser.error.InvalidStatusException;
import io.hawser.error.ProxyException;
import io.hawser.error.RetriesExhaustedException;
import io.hawser.error.WebSocketException;
import io.hawser.model.Closure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Attempts from one stable connection to the next: counts them, asks the policy, and says how long
 * to wait. It starts anew only after a connection that was stable, so a server that accepts and
 * hangs up sees the backoff grow all the same.
 *
 * <p>Pure: time comes in by arguments, and what is drawn comes from the generator given. For one
 * thread at a time. The order of calls: {@link #attemptStarts}, then {@link #failed}, or {@link
 * #opened}, perhaps {@link #stable}, and {@link #ended}.
 */
public final class RetrySeries {
  /** What {@link RetriesExhaustedException} keeps, and the cause. */
  private static final int CAUSES = 9;

  private final RetryPolicy policy;
  private final Pace pace;
  private final RandomGenerator random;
  private final Predicate<? super WebSocketException> canRefresh;
  private final Deque<WebSocketException> causes = new ArrayDeque<>();

  private Backoff.Series delays;
  private int number;
  private @Nullable Moment since;
  private boolean stable;
  private boolean refreshed;
  private boolean refreshedForProxy;
  private Duration lastDelay = Duration.ZERO;
  private @Nullable Closure lastClose;

  /**
   * Begins; nothing was tried yet.
   *
   * @param policy where it has no opinion, {@link RetryPolicy#standard()} is asked
   * @param canRefresh whether something supplies other credentials than those that were refused so:
   *     the proxy's for a {@link ProxyException}, otherwise the server's
   */
  public RetrySeries(
      RetryPolicy policy,
      Pace pace,
      RandomGenerator random,
      Predicate<? super WebSocketException> canRefresh) {
    this.policy = policy.orElse(RetryPolicy.standard());
    this.pace = pace;
    this.random = random;
    this.canRefresh = canRefresh;
    this.delays = pace.backoff().begin(random);
  }

  /** The attempt that runs, or ran last, from 1; 0 before the first. */
  public int number() {
    return number;
  }

  /** An attempt begins. */
  public void attemptStarts(Moment now) {
    number++;
    begin(now);
  }

  /** The attempt has failed. */
  public Decision failed(HandshakeException exception, Moment now) {
    var attempt =
        Attempt.builder(exception)
            .number(number)
            .time(begin(now).instant(), now.instant())
            .credentialsRefreshed(
                exception instanceof ProxyException ? refreshedForProxy : refreshed)
            .lastClose(lastClose)
            .build();
    return decide(exception, opinion(policy.processException(attempt)), now);
  }

  /**
   * The attempt has opened a connection.
   *
   * @return how long it has to stay open to be stable; it also has to be heard of
   */
  public Duration opened() {
    stable = false;
    return Spans.greater(pace.stableAfter(), lastDelay);
  }

  /** The connection is stable: it was open for long enough, and heard of. */
  public void stable() {
    stable = true;
    refreshed = false;
    refreshedForProxy = false;
    number = 0;
    since = null;
    causes.clear();
  }

  /** The connection has ended, after such a life. */
  public Decision ended(ConnectionClosedException exception, Duration lifeSpan, Moment now) {
    lastClose = exception.closure();
    var ended =
        Ended.builder(exception)
            .lifeSpan(lifeSpan)
            .stable(stable)
            .credentialsRefreshed(refreshed)
            .build();
    begin(now);
    return decide(exception, opinion(policy.processClose(ended)), now);
  }

  private Moment begin(Moment now) {
    Moment begun = since;
    if (begun == null) {
      begun = now;
      since = now;
    }
    return begun;
  }

  private static Verdict opinion(@Nullable Verdict verdict) {
    if (verdict == null) {
      throw new IllegalStateException("the standard policy has an opinion on everything");
    }
    return verdict;
  }

  private Decision decide(WebSocketException cause, Verdict verdict, Moment now) {
    boolean afterStable = stable;
    stable = false;
    if (causes.size() == CAUSES) {
      causes.removeFirst();
    }
    causes.add(cause);
    return switch (verdict) {
      case Verdict.Fail(WebSocketException exception) ->
          new Decision.GiveUp(verdict, exception, isAboutCredentials(exception));
      case Verdict.RefreshThenRetry() -> {
        if (!canRefresh.test(cause)) {
          yield new Decision.GiveUp(verdict, cause, true);
        }
        if (cause instanceof ProxyException) {
          refreshedForProxy = true;
        } else {
          refreshed = true;
        }
        yield retry(verdict, Duration.ZERO, afterStable, now);
      }
      case Verdict.Retry(Duration floor, boolean keepsBackoff) ->
          retry(
              verdict,
              Spans.lesser(floor, pace.maxRetryAfter()),
              afterStable && !keepsBackoff,
              now);
    };
  }

  private Decision retry(Verdict verdict, Duration floor, boolean anew, Moment now) {
    Duration elapsed = now.since(begin(now));
    Optional<Duration> delay;
    if (anew && floor.isZero()) {
      Duration window = firstWindow();
      delay = Optional.of(within(window));
      delays = pace.backoff().beginBehind(window, random);
    } else {
      if (anew) {
        delays = pace.backoff().begin(random);
      }
      delay = delays.next(floor);
    }
    if (delay.isEmpty() || number >= pace.maxAttempts()) {
      return exhausted(verdict, elapsed);
    }
    Duration most = pace.maxElapsed().orElse(null);
    if (most != null) {
      Duration left = most.minus(elapsed);
      if (left.isNegative() || left.isZero() || floor.compareTo(left) > 0) {
        return exhausted(verdict, elapsed);
      }
      // what is ours of the delay gives way, for one attempt at the very end
      delay = delay.map(whole -> Spans.lesser(whole, left));
    }
    lastDelay = delay.get();
    return new Decision.Wait(verdict, lastDelay, floor);
  }

  /** RFC 6455, 7.2.3: those that were disconnected together must not come back together. */
  private Duration firstWindow() {
    Duration asked = lastClose == null ? null : Spread.asked(lastClose).orElse(null);
    return asked == null ? pace.firstDelay() : Spans.lesser(asked, pace.maxRetryAfter());
  }

  private Duration within(Duration window) {
    return window.isZero() ? window : Duration.ofNanos(random.nextLong(window.toNanos()));
  }

  private Decision exhausted(Verdict verdict, Duration elapsed) {
    var exception = new RetriesExhaustedException(number, elapsed, List.copyOf(causes));
    return new Decision.GiveUp(verdict, exception, false);
  }

  private static boolean isAboutCredentials(WebSocketException exception) {
    return switch (exception) {
      case InvalidStatusException e -> e.response().status() == 401 || e.response().status() == 407;
      case ProxyException e -> e.reason() == ProxyException.Reason.CREDENTIALS;
      case ConnectionClosedException e when e.initiator() == Closure.Initiator.PEER ->
          switch (e.code().value()) {
            case 1008, 3000, 4401 -> true;
            default -> false;
          };
      default -> false;
    };
  }
}
