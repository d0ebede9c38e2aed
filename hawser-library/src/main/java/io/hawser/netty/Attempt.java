package io.hawser.netty;

import io.hawser.connection.Connection;
import io.hawser.error.HandshakeException;
import io.hawser.error.Phase;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What one opening handshake of a client has come to: written by the loop, read by the caller. */
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
    record Failed(Supplier<HandshakeException> exception) implements Outcome {}
  }

  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private volatile Phase phase = Phase.TCP;

  Phase phase() {
    return phase;
  }

  void enter(Phase next) {
    phase = next;
  }

  CompletableFuture<Outcome> outcome() {
    return outcome;
  }

  boolean isDecided() {
    return outcome.isDone();
  }

  void fail(Supplier<HandshakeException> exception) {
    outcome.complete(new Outcome.Failed(exception));
  }

  /** Returns false if the caller has given up already. */
  boolean open(Connection connection) {
    return outcome.complete(new Outcome.Open(connection));
  }
}
