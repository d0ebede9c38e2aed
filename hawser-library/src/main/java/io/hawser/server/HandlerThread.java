package io.hawser.server;

import io.hawser.connection.Bugs;
import io.hawser.connection.Connection;
import io.hawser.error.ConnectionClosedException;
import io.hawser.model.CloseReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a handler for a connection, which ends with it. */
final class HandlerThread implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger("io.hawser.server.connection");

  private static final CloseReason DONE = CloseReason.of(1000, "");
  private static final CloseReason FAILED = CloseReason.of(1011, "");

  private final WebSocketHandler handler;
  private final Connection connection;

  HandlerThread(WebSocketHandler handler, Connection connection) {
    this.handler = handler;
    this.connection = connection;
  }

  @Override
  public void run() {
    CloseReason reason = DONE;
    try {
      handler.handle(connection);
    } catch (Throwable thrown) {
      reason = FAILED;
      log(thrown);
    }
    connection.startClosing(reason);
  }

  private void log(Throwable thrown) {
    if (thrown instanceof ConnectionClosedException && !connection.isOpen()) {
      // the peer left while the handler was busy with it: nobody's fault
      LOG.debug(
          "handler of {} ended with its connection: {}", connection.id(), thrown.getMessage());
      return;
    }
    Bugs.report(LOG, "handler of " + connection.id() + " failed; closing with 1011", thrown);
  }
}
