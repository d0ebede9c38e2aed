package io.hawser.client;

import io.hawser.TimeSource;
import io.hawser.connection.Connection;
import io.hawser.error.CallInterruptedException;
import io.hawser.error.ConnectionClosedException;
import io.hawser.error.HandshakeException;
import io.hawser.error.WebSocketException;
import io.hawser.event.ClientEvents;
import io.hawser.handshake.WebSocketUri;
import io.hawser.model.Closure;
import io.hawser.observe.ClientAttempt;
import io.hawser.policy.Decision;
import io.hawser.policy.Moment;
import io.hawser.policy.RetrySeries;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens one connection after the other: asks, waits and dials as its {@link RetrySeries} decides.
 * For the one thread of a loop.
 */
final class Opener {
  private static final Logger LOG = LoggerFactory.getLogger("io.hawser.client");

  private final String client;
  private final AttemptPlan plan;
  private final RetrySeries series;
  private final RetryBudget budget;
  private final Consumer<? super WebSocketException> authenticationFailed;
  private final Breaks breaks;
  private final StateHolder state;
  private final Sender sender;
  private final TimeSource time;
  private final ClientEvents events;
  private final DownTime downTime;

  private int turn;
  private boolean firstAttempt = true;
  private @Nullable WebSocketException refusal;
  private Decision.@Nullable Wait wait;
  private long decidedNanos;
  private String endpoint = "";
  private @Nullable Life life;

  Opener(
      AttemptPlan plan,
      RetrySeries series,
      RetryBudget budget,
      Consumer<? super WebSocketException> authenticationFailed,
      Breaks breaks,
      StateHolder state,
      Sender sender) {
    this.plan = plan;
    this.client = plan.client();
    this.series = series;
    this.budget = budget;
    this.authenticationFailed = authenticationFailed;
    this.breaks = breaks;
    this.state = state;
    this.sender = sender;
    this.time = plan.time();
    this.events = plan.options().events();
    this.downTime = new DownTime(LOG, time);
  }

  /**
   * Waits until an attempt is due, and opens a connection, however many attempts that takes.
   *
   * @return null if stopped
   * @throws WebSocketException the fatal cause
   * @throws CallInterruptedException if interrupted; nothing is left, the flag is set again
   */
  @Nullable Connection next() {
    try {
      while (!breaks.isStopped()) {
        Decision.Wait due = wait;
        if (due != null) {
          long decided = decidedNanos;
          breaks.pause(decided + due.delay().toNanos(), decided + due.floor().toNanos());
          wait = null;
        }
        Connection opened = breaks.isStopped() ? null : attempt();
        if (opened != null) {
          return opened;
        }
      }
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallInterruptedException("connect", e);
    }
  }

  /** The connection that was opened last has ended. */
  void ended(Connection connection) {
    Closure closure = connection.closure().orElseThrow();
    Life lived = life;
    if (lived == null) {
      throw new IllegalStateException("no connection was opened");
    }
    life = null;
    if (lived.isStable()) {
      series.stable();
    } else {
      turn++;
    }
    downTime.ended(lived.isStable());
    ConnectionClosedException exception = connection.closedException();
    Decision decision = judge(() -> series.ended(exception, lived.span(), now()));
    events.ended(connection, closure, lived.span(), delay(decision));
    follow(
        decision,
        exception,
        "connection %s, after %d s".formatted(closure, lived.span().toSeconds()));
  }

  private @Nullable Connection attempt() throws InterruptedException {
    series.attemptStarts(now());
    downTime.attemptStarts();
    state.set(new ClientState.Connecting(series.number(), ""));
    long startNanos = time.nanos();
    endpoint = "";
    try {
      WebSocketUri uri = breaks.interruptibly(() -> plan.endpoint(turn));
      if (uri == null) {
        return null;
      }
      endpoint = uri.toString();
      events.attemptStarted(number());
      state.set(new ClientState.Connecting(series.number(), endpoint));
      return dial(uri, startNanos);
    } catch (HandshakeException e) {
      if (endpoint.isEmpty()) {
        events.attemptStarted(number());
      }
      turn++;
      Decision decision = judge(() -> series.failed(e, now()));
      events.attemptFailed(number(), e, delay(decision));
      follow(decision, e, "attempt %d failed: %s".formatted(series.number(), e.getMessage()));
      return null;
    } catch (CallInterruptedException e) {
      if (breaks.isStopped() && !Thread.currentThread().isInterrupted()) {
        // the interrupt was how stop() reached this thread
        return null;
      }
      throw e;
    }
  }

  /** Dials, in its turn among the clients of this process if this is a retry. */
  private @Nullable Connection dial(WebSocketUri uri, long startNanos) throws InterruptedException {
    if (firstAttempt) {
      firstAttempt = false;
      return breaks.interruptibly(() -> open(uri, startNanos));
    }
    RetryBudget.Ticket ticket =
        budget.enter((uri.secure() ? "wss://" : "ws://") + uri.authority(), time);
    try {
      breaks.await(ticket.turn());
      Duration gap = ticket.turn().isDone() ? ticket.gap() : Duration.ZERO;
      if (!gap.isZero()) {
        long begins = time.nanos() + gap.toNanos();
        breaks.pause(begins, begins);
      }
      return breaks.interruptibly(() -> open(uri, startNanos));
    } finally {
      ticket.release();
    }
  }

  private Connection open(WebSocketUri uri, long startNanos) {
    WebSocketException refused = refusal;
    if (refused != null) {
      plan.sources().refreshCredentials(refused);
      refusal = null;
      events.credentialsRefreshed(client);
    }
    var firstWord = new CompletableFuture<CompletableFuture<Boolean>>();
    Connection connection = plan.open(uri, opened -> firstWord.complete(opened.firstWord()));
    var open = new ClientState.Open(connection, false);
    var lives =
        new Life(
            connection,
            time,
            firstWord.join(),
            plan.options().connections().timeouts().pingInterval().isPresent(),
            () -> {
              state.stable(open);
              events.stable(connection);
            });
    // told before anybody can act on it, and before it can be stable
    events.attemptSucceeded(number(), connection, Duration.ofNanos(time.nanos() - startNanos));
    life = lives;
    sender.connected(connection);
    state.set(open);
    lives.watch(series.opened());
    return connection;
  }

  /** What a policy throws ends the loop. */
  private Decision judge(Supplier<Decision> policy) {
    try {
      return policy.get();
    } catch (RuntimeException thrown) {
      state.set(new ClientState.Failed(thrown));
      throw thrown;
    }
  }

  private void follow(Decision decision, WebSocketException cause, String what) {
    switch (decision) {
      case Decision.Wait due -> {
        wait = due;
        decidedNanos = time.nanos();
        if (due.refreshes()) {
          refusal = cause;
        }
        long millis = due.delay().toMillis();
        LOG.info("{}: {}; next attempt in {} ms", name(), what, millis);
        downTime.warnOnce(name());
        var until = time.instant().plus(due.delay());
        state.set(new ClientState.Waiting(series.number() + 1, due.delay(), until, cause));
        events.waiting(client, due.delay(), until);
      }
      case Decision.GiveUp(var verdict, WebSocketException exception, boolean refused) -> {
        LOG.info("{}: {}; no further attempt", name(), what);
        events.gaveUp(client, exception);
        state.set(new ClientState.Failed(exception));
        if (refused) {
          tellAuthenticationFailed(exception);
        }
        throw exception;
      }
    }
  }

  private void tellAuthenticationFailed(WebSocketException exception) {
    try {
      authenticationFailed.accept(exception);
    } catch (RuntimeException thrown) {
      LOG.error("onAuthenticationFailed threw", thrown);
    }
  }

  private ClientAttempt number() {
    return new ClientAttempt(client, series.number(), endpoint);
  }

  private String name() {
    return endpoint.isEmpty() ? client : client + " to " + endpoint;
  }

  private static Optional<Duration> delay(Decision decision) {
    return decision instanceof Decision.Wait due ? Optional.of(due.delay()) : Optional.empty();
  }

  private Moment now() {
    return new Moment(time.nanos(), time.instant());
  }
}
