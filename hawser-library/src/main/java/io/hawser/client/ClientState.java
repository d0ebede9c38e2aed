package io.hawser.client;

import io.hawser.WebSocket;
import io.hawser.error.WebSocketException;
import java.time.Duration;
import java.time.Instant;

/** What a loop over {@link Connections} is doing. */
public sealed interface ClientState {
  /** Nothing yet: the loop has not begun. */
  record Idle() implements ClientState {}

  /**
   * An attempt is under way.
   *
   * @param attempt its number since the last stable connection, from 1
   * @param endpoint where to, credentials and query masked; empty before it is known
   */
  record Connecting(int attempt, String endpoint) implements ClientState {}

  /**
   * There is a connection; it may have begun to close since.
   *
   * @param stable whether it was open for long enough, and heard of
   */
  record Open(WebSocket connection, boolean stable) implements ClientState {}

  /**
   * The next attempt waits for its time.
   *
   * @param attempt its number since the last stable connection, from 1
   * @param delay how long this wait is as a whole
   * @param until when the attempt begins, unless something hurries it
   * @param cause why the last attempt failed, or how the last connection closed
   */
  record Waiting(int attempt, Duration delay, Instant until, WebSocketException cause)
      implements ClientState {}

  /** The loop was stopped, or left, or the peer closed normally where that ends it. */
  record Stopped() implements ClientState {}

  /**
   * The loop has given up.
   *
   * @param cause what its caller got to see: a {@link WebSocketException}, or what a policy threw
   */
  record Failed(RuntimeException cause) implements ClientState {}

  /** Whether this is the end: no other state follows. */
  default boolean isFinal() {
    return this instanceof Stopped || this instanceof Failed;
  }
}
