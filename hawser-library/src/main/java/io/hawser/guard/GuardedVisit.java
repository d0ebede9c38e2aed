package io.hawser.guard;

import io.hawser.observe.Denial;
import io.hawser.observe.HandshakeFailure;
import io.hawser.observe.HandshakeGuard;
import io.hawser.observe.Source;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One connection, as the standard guard counts it. Used by one thread at a time. */
final class GuardedVisit implements HandshakeGuard.Visit {
  private final Guard guard;
  private final Budgets budgets;

  /** None where budgets of each source do not apply. */
  private Source source = Source.none();

  private boolean pending = true;
  private boolean connecting;
  private boolean over;

  GuardedVisit(Guard guard) {
    this.guard = guard;
    this.budgets = guard.budgets();
  }

  @Override
  public @Nullable Denial accepted(Source who) {
    become(who);
    if (guard.sockets().get() > budgets.sockets()) {
      return overloaded("file descriptors are running out");
    }
    if (guard.pending().get() > Budgets.hard(budgets.pending())) {
      return overloaded("far too many pending handshakes");
    }
    if (source.isNone()) {
      return null;
    }
    if (guard.pendingOfSources().of(source) > Budgets.hard(budgets.pendingPerSource())) {
      return overloaded("far too many pending handshakes of this source");
    }
    Conduct conduct = guard.memory().of(source);
    long now = guard.nowNanos();
    return conduct != null && conduct.isClosedAtOnce(now)
        ? refused(conduct.refusedNanos(now))
        : null;
  }

  @Override
  public @Nullable Denial requested(Source who) {
    become(who);
    Denial denial = refusal();
    if (denial == null) {
      denial = crowding();
    }
    if (denial == null) {
      denial = tooOften();
    }
    // last, as it takes a place
    return denial == null ? connect() : denial;
  }

  @Override
  public void failed(HandshakeFailure failure) {
    noLongerPending();
    disconnect();
    Rate penalties = budgets.penalties();
    if (penalties == null || source.isNone()) {
      return;
    }
    Conduct conduct = guard.memory().of(source);
    long now = guard.nowNanos();
    if (Penalties.counts(failure, conduct != null && conduct.isTrusted(now))) {
      (conduct == null ? guard.memory().remember(source) : conduct).penalise(penalties, now);
    }
  }

  @Override
  public void answered() {
    noLongerPending();
    disconnect();
  }

  @Override
  public void opened() {
    noLongerPending();
    if (!source.isNone()) {
      guard.memory().remember(source).opened(guard.nowNanos());
    }
  }

  @Override
  public void closed() {
    if (over) {
      return;
    }
    over = true;
    noLongerPending();
    disconnect();
    guard.sockets().decrementAndGet();
  }

  /** A proxy names somebody else than before. */
  private void become(Source who) {
    Source now = guard.limits(who) ? who : Source.none();
    if (now.equals(source)) {
      return;
    }
    if (!source.isNone()) {
      guard.pendingOfSources().leave(source);
    }
    source = now;
    if (!source.isNone()) {
      guard.pendingOfSources().enter(source);
    }
  }

  private @Nullable Denial refusal() {
    Conduct conduct = source.isNone() ? null : guard.memory().of(source);
    if (conduct == null) {
      return null;
    }
    long nanos = conduct.refusedNanos(guard.nowNanos());
    if (nanos == 0) {
      return null;
    }
    conduct.answered();
    return refused(nanos);
  }

  private @Nullable Denial crowding() {
    if (guard.pending().get() > budgets.pending()) {
      return overloaded("too many pending handshakes");
    }
    return !source.isNone() && guard.pendingOfSources().of(source) > budgets.pendingPerSource()
        ? overloaded("too many pending handshakes of this source")
        : null;
  }

  private @Nullable Denial tooOften() {
    Rate rate = budgets.handshakes();
    if (rate == null || source.isNone()) {
      return null;
    }
    long nanos = guard.memory().remember(source).takeHandshake(rate);
    return nanos == 0
        ? null
        : Denial.rateLimited(Duration.ofNanos(nanos), "too many handshakes of this source");
  }

  private @Nullable Denial connect() {
    connecting = true;
    int all = guard.connections().incrementAndGet();
    int ofSource = source.isNone() ? 0 : guard.connectionsOfSources().enter(source);
    if (all > budgets.connections()) {
      disconnect();
      return overloaded("too many connections");
    }
    if (ofSource > budgets.connectionsPerSource()) {
      disconnect();
      return overloaded("too many connections of this source");
    }
    return null;
  }

  private void disconnect() {
    if (connecting) {
      connecting = false;
      guard.connections().decrementAndGet();
      if (!source.isNone()) {
        guard.connectionsOfSources().leave(source);
      }
    }
  }

  private void noLongerPending() {
    if (pending) {
      pending = false;
      guard.pending().decrementAndGet();
      if (!source.isNone()) {
        guard.pendingOfSources().leave(source);
      }
    }
  }

  private Denial overloaded(String detail) {
    return Denial.overloaded(guard.later(), detail);
  }

  private static Denial refused(long nanos) {
    return Denial.rateLimited(Duration.ofNanos(nanos), "too many penalties of this source");
  }
}
