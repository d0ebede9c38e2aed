package io.hawser.event;

import io.hawser.model.Role;
import io.hawser.observe.HandshakeFailure;
import io.hawser.observe.ServerObserver;
import org.jspecify.annotations.Nullable;

/** What happens to the connections of one server. */
public final class ServerEvents extends ConnectionEvents<ServerObserver> implements ServerObserver {
  /**
   * Begins.
   *
   * @param observer null if nobody watches but, perhaps, the flight recorder
   */
  public ServerEvents(@Nullable ServerObserver observer) {
    super(Role.SERVER, observer);
  }

  @Override
  public void handshakeFailed(HandshakeFailure failure) {
    FlightEvents.handshakeFailed(failure);
    tell(told -> told.handshakeFailed(failure));
  }
}
