package io.hawser.event;

import io.hawser.WebSocket;
import io.hawser.error.HandshakeException;
import io.hawser.error.WebSocketException;
import io.hawser.model.Closure;
import io.hawser.model.Role;
import io.hawser.observe.ClientAttempt;
import io.hawser.observe.ClientObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happens to the attempts and connections of one client. */
public final class ClientEvents extends ConnectionEvents<ClientObserver> implements ClientObserver {
  /**
   * Begins.
   *
   * @param observer null if nobody watches but, perhaps, the flight recorder
   */
  public ClientEvents(@Nullable ClientObserver observer) {
    super(Role.CLIENT, observer);
  }

  @Override
  public void attemptStarted(ClientAttempt attempt) {
    tell(told -> told.attemptStarted(attempt));
  }

  @Override
  public void attemptFailed(
      ClientAttempt attempt, HandshakeException exception, Optional<Duration> delay) {
    FlightEvents.attemptFailed(attempt, exception, delay);
    tell(told -> told.attemptFailed(attempt, exception, delay));
  }

  @Override
  public void attemptSucceeded(ClientAttempt attempt, WebSocket ws, Duration took) {
    FlightEvents.attemptSucceeded(attempt, ws, took);
    tell(told -> told.attemptSucceeded(attempt, ws, took));
  }

  @Override
  public void stable(WebSocket ws) {
    tell(told -> told.stable(ws));
  }

  @Override
  public void ended(WebSocket ws, Closure closure, Duration lifeSpan, Optional<Duration> delay) {
    FlightEvents.ended(ws, lifeSpan, delay);
    tell(told -> told.ended(ws, closure, lifeSpan, delay));
  }

  @Override
  public void waiting(String client, Duration delay, Instant until) {
    tell(told -> told.waiting(client, delay, until));
  }

  @Override
  public void credentialsRefreshed(String client) {
    tell(told -> told.credentialsRefreshed(client));
  }

  @Override
  public void waitedInVain(String client, int messages, long bytes) {
    FlightEvents.waitedInVain(client, messages, bytes);
    tell(told -> told.waitedInVain(client, messages, bytes));
  }

  @Override
  public void gaveUp(String client, WebSocketException exception) {
    FlightEvents.gaveUp(client, exception);
    tell(told -> told.gaveUp(client, exception));
  }
}
