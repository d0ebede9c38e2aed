package io.hawser.observe;

import io.hawser.WebSocket;
import io.hawser.error.HandshakeException;
import io.hawser.error.WebSocketException;
import io.hawser.model.Closure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Watches the connections of a client; called as {@link ConnectionObserver} says. */
public interface ClientObserver extends ConnectionObserver {
  /** An attempt to open a connection has begun. */
  default void attemptStarted(ClientAttempt attempt) {}

  /**
   * An attempt has failed.
   *
   * @param exception its {@code phase()} says how far it had come
   * @param delay until the next attempt; empty if there will be none
   */
  default void attemptFailed(
      ClientAttempt attempt, HandshakeException exception, Optional<Duration> delay) {}

  /**
   * An attempt has opened a connection. {@link #opened} is told of it at about the same time; if it
   * closed at once, {@link #closed} may have been, too.
   *
   * @param took from the start of the attempt
   */
  default void attemptSucceeded(ClientAttempt attempt, WebSocket ws, Duration took) {}

  /** A connection was open for long enough, and heard of: the backoff starts anew after it. */
  default void stable(WebSocket ws) {}

  /**
   * A loop is done with a connection, which {@link #closed} was told of.
   *
   * @param lifeSpan how long it was open
   * @param delay until the next attempt; empty if there will be none
   */
  default void ended(WebSocket ws, Closure closure, Duration lifeSpan, Optional<Duration> delay) {}

  /**
   * A client waits before its next attempt.
   *
   * @param client its short name
   */
  default void waiting(String client, Duration delay, Instant until) {}

  /**
   * Credentials were refused, and other ones are used from now on.
   *
   * @param client its short name
   */
  default void credentialsRefreshed(String client) {}

  /**
   * Messages that waited for a connection were dropped, unsent: they were too old, or others needed
   * the room, as {@code offlineQueue} says.
   *
   * @param client its short name
   * @param bytes of payload
   */
  default void waitedInVain(String client, int messages, long bytes) {}

  /**
   * A client has given up.
   *
   * @param client its short name
   * @param exception what its caller gets to see
   */
  default void gaveUp(String client, WebSocketException exception) {}
}
