package io.hawser.netty;

import io.hawser.OpeningTimings;
import io.hawser.TimeSource;
import io.hawser.connection.Connection;
import io.hawser.error.HandshakeException;
import io.hawser.error.Phase;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one opening handshake of a client has come to. Safe from any thread. */
final class Attempt {
  /** The end of an attempt. */
  sealed interface Outcome {
    /** The connection is open. */
    record Open(Connection connection) implements Outcome {}

    /**
     * It is not.
     *
     * @param exception makes what the caller throws, on the caller's thread
     */
    record Failed(Supplier<? extends RuntimeException> exception) implements Outcome {}
  }

  private final TimeSource time;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private final ReentrantLock lock = new ReentrantLock();

  // guarded by lock
  private final Map<Phase, Duration> past = new EnumMap<>(Phase.class);
  private Phase phase = Phase.PREPARE;
  private long phaseNanos;

  private volatile @Nullable Supplier<HandshakeException> refusal;

  Attempt(TimeSource time) {
    this.time = time;
    this.phaseNanos = time.nanos();
  }

  Phase phase() {
    lock.lock();
    try {
      return phase;
    } finally {
      lock.unlock();
    }
  }

  void enter(Phase next) {
    long now = time.nanos();
    lock.lock();
    try {
      past.merge(phase, Duration.ofNanos(now - phaseNanos), Duration::plus);
      phase = next;
      phaseNanos = now;
    } finally {
      lock.unlock();
    }
  }

  /** Returns how long each phase took, to be asked when the last one is over. */
  OpeningTimings timings() {
    long now = time.nanos();
    lock.lock();
    try {
      var all = new EnumMap<Phase, Duration>(past);
      all.merge(phase, Duration.ofNanos(now - phaseNanos), Duration::plus);
      return OpeningTimings.of(all);
    } finally {
      lock.unlock();
    }
  }

  CompletableFuture<Outcome> outcome() {
    return outcome;
  }

  boolean isDecided() {
    return outcome.isDone();
  }

  void fail(Supplier<? extends RuntimeException> exception) {
    outcome.complete(new Outcome.Failed(exception));
  }

  /** The head of a refusal has come: it stands, whatever becomes of its body. */
  void refused(Supplier<HandshakeException> exception) {
    refusal = exception;
  }

  /** The deadline has passed. */
  void late(Supplier<HandshakeException> timeout) {
    Supplier<HandshakeException> known = refusal;
    fail(known == null ? timeout : known);
  }

  /** Returns false if the caller has given up already. */
  boolean open(Connection connection) {
    return outcome.complete(new Outcome.Open(connection));
  }
}
