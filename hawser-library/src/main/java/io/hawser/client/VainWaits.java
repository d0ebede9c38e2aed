package io.hawser.client;

import io.hawser.event.ClientEvents;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of messages that waited for a connection in vain: all to observers, one line to the log.
 */
final class VainWaits implements Sender.Drops {
  private static final Logger LOG = LoggerFactory.getLogger("io.hawser.client");

  private final String client;
  private final ClientEvents events;

  /** Whether the log has a line since the last connection. */
  private final AtomicBoolean logged = new AtomicBoolean();

  VainWaits(String client, ClientEvents events) {
    this.client = client;
    this.events = events;
  }

  @Override
  public void dropped(int messages, long bytes) {
    events.waitedInVain(client, messages, bytes);
    if (logged.compareAndSet(false, true)) {
      LOG.warn(
          "{}: messages that waited for a connection are dropped, {} so far: too old, or no room",
          client,
          messages);
    }
  }

  /** The next outage is worth a line again. */
  @Override
  public void over() {
    logged.set(false);
  }
}
