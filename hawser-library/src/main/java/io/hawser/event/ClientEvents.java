package io.hawser.event;

import io.hawser.model.Role;
import io.hawser.observe.ClientObserver;
import org.jspecify.annotations.Nullable;

/** What happens to the connections of one client. */
public final class ClientEvents extends ConnectionEvents<ClientObserver> implements ClientObserver {
  /**
   * Begins.
   *
   * @param observer null if nobody watches but, perhaps, the flight recorder
   */
  public ClientEvents(@Nullable ClientObserver observer) {
    super(Role.CLIENT, observer);
  }
}
