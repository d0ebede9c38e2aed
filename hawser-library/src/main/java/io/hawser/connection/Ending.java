package io.hawser.connection;

import io.hawser.connection.Connection.End;
import io.hawser.error.ConnectionClosedException;
import io.hawser.model.CloseReason;
import io.hawser.model.Closure;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How one connection ends: what was asked for first, what is known first, and when the stream is
 * gone. For any thread.
 */
final class Ending {
  private static final AtomicReferenceFieldUpdater<Ending, @Nullable CloseReason> ASKED =
      AtomicReferenceFieldUpdater.newUpdater(Ending.class, CloseReason.class, "asked");

  private final CompletableFuture<End> ended = new CompletableFuture<>();

  // written once, by way of ASKED, before the outbox is sealed
  private volatile @Nullable CloseReason asked;

  // written by the loop
  private volatile @Nullable End known;

  /** Our side closes; returns what it closes with, which is what was asked for first. */
  CloseReason ask(CloseReason reason) {
    return ASKED.compareAndSet(this, null, reason) ? reason : Objects.requireNonNull(asked);
  }

  /** It is known how the connection closes; returns what was known first. */
  End know(End how) {
    End before = known;
    End first = before == null ? how : before;
    known = first;
    return first;
  }

  /** The stream has ended. */
  void end(End how) {
    ended.complete(how);
  }

  boolean isEnded() {
    return ended.isDone();
  }

  /** Waits until the stream has ended, whoever interrupts. */
  End join() {
    return ended.join();
  }

  /** Waits until the stream has ended. */
  End await() throws InterruptedException {
    try {
      return ended.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Completes on a thread of its own when the stream has ended. */
  CompletionStage<Closure> stage() {
    return ended
        .thenApply(End::closure)
        .thenApplyAsync(Function.identity(), task -> Thread.ofVirtual().start(task));
  }

  Optional<Closure> closure() {
    return Optional.ofNullable(known).map(End::closure);
  }

  /** Made on the caller's thread, so that its trace names the user's line. */
  ConnectionClosedException exception() {
    End how = known;
    if (how != null) {
      return new ConnectionClosedException(how.closure(), how.cause());
    }
    // sealed by a close of ours whose handshake is under way
    return new ConnectionClosedException(new Closure(asked, null, Closure.Initiator.LOCAL), null);
  }
}
