package io.hawser.event;

import io.hawser.WebSocket;
import io.hawser.model.Closure;
import io.hawser.model.Role;
import io.hawser.observe.ConnectionObserver;
import io.hawser.queue.EventQueue;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What happens to connections: recorded at once, where the flight recorder wants it, and queued for
 * the observer, if there is one. Never blocks, and never throws what an observer does.
 */
abstract sealed class ConnectionEvents<O extends ConnectionObserver> implements ConnectionObserver
    permits ServerEvents, ClientEvents {
  private final Role role;
  private final @Nullable O observer;
  private final EventQueue queue = new EventQueue("observer", this::missed);

  ConnectionEvents(Role role, @Nullable O observer) {
    this.role = role;
    this.observer = observer;
  }

  @Override
  public final void opened(WebSocket ws) {
    FlightEvents.opened(role, ws);
    tell(told -> told.opened(ws));
  }

  @Override
  public final void closed(WebSocket ws, Closure closure) {
    FlightEvents.closed(role, ws, closure);
    tell(told -> told.closed(ws, closure));
  }

  @Override
  public final void stalled(WebSocket ws, Duration stalled, long queuedBytes) {
    FlightEvents.stalled(role, ws, stalled, queuedBytes);
    tell(told -> told.stalled(ws, stalled, queuedBytes));
  }

  @Override
  public final void dropped(WebSocket ws, int messages, long bytes) {
    FlightEvents.dropped(role, ws, messages, bytes);
    tell(told -> told.dropped(ws, messages, bytes));
  }

  @Override
  public final void missed(long events) {
    if (observer != null) {
      observer.missed(events);
    }
  }

  /** Waits until the observer has been told everything, at most so long; returns whether it has. */
  public boolean awaitTold(Duration timeout) throws InterruptedException {
    return queue.awaitTold(timeout);
  }

  /** Queues an event for the observer. */
  final void tell(Consumer<O> event) {
    O told = observer;
    if (told != null) {
      queue.add(() -> event.accept(told));
    }
  }
}
