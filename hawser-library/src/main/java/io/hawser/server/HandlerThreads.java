package io.hawser.server;

import io.hawser.connection.Bugs;
import io.hawser.connection.Connection;
import io.hawser.error.ConnectionClosedException;
import io.hawser.model.CloseReason;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a handler for each connection, on the connection's virtual thread, and ends with it. */
final class HandlerThreads {
  private static final Logger LOG = LoggerFactory.getLogger("io.hawser.server.connection");

  private HandlerThreads() {}

  static void start(WebSocketHandler handler, Connection connection, Executor thread) {
    thread.execute(() -> run(handler, connection));
  }

  private static void run(WebSocketHandler handler, Connection connection) {
    CloseReason reason = CloseReason.of(1000, "");
    try {
      handler.handle(connection);
    } catch (Throwable thrown) {
      reason = CloseReason.of(1011, "");
      log(connection, thrown);
    }
    connection.startClosing(reason);
  }

  private static void log(Connection connection, Throwable thrown) {
    if (thrown instanceof ConnectionClosedException && !connection.isOpen()) {
      // the peer left while the handler was busy with it: nobody's fault
      LOG.debug(
          "handler of {} ended with its connection: {}", connection.id(), thrown.getMessage());
      return;
    }
    Bugs.report(LOG, "handler of " + connection.id() + " failed; closing with 1011", thrown);
  }
}
