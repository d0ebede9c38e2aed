package io.hawser.connection;

import org.jspecify.annotations.Nullable;

/** Calls a listener with what comes into an inbox, and at last with how the connection closed. */
final class ListenerThread implements Runnable {
  private final Connection connection;
  private final Callbacks callbacks;
  private final Inbox inbox;
  private final Ending ending;

  ListenerThread(Connection connection, Callbacks callbacks, Inbox inbox, Ending ending) {
    this.connection = connection;
    this.callbacks = callbacks;
    this.inbox = inbox;
    this.ending = ending;
  }

  @Override
  public void run() {
    callbacks.open(connection);
    for (Received next = take(); next != null; next = take()) {
      callbacks.received(connection, next);
    }
    callbacks.close(connection, ending.join());
  }

  /** Waits for what comes next; null if nothing will. */
  private @Nullable Received take() {
    while (true) {
      try {
        return inbox.take(Inbox.FOREVER);
      } catch (InterruptedException e) {
        // a call has set the flag of this thread, which is nothing to its successors
      }
    }
  }
}
