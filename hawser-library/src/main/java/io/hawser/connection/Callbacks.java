package io.hawser.connection;

import io.hawser.WebSocketListener;
import io.hawser.error.ConnectionClosedException;
import io.hawser.model.CloseReason;
import io.hawser.model.Fragment;
import io.hawser.model.Frame;
import io.hawser.model.Message;
import io.hawser.model.Opcode;
import io.hawser.queue.LogLines;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the listener of any connections, and deals with what it throws: nothing passes through. */
final class Callbacks {
  private static final Logger LOG = LoggerFactory.getLogger("io.hawser.listener");

  private final WebSocketListener listener;

  Callbacks(WebSocketListener listener) {
    this.listener = listener;
  }

  private interface Call {
    void run() throws Exception;
  }

  /** How many messages are asked for to begin with. */
  long initialDemand() {
    return listener.initialDemand();
  }

  void open(Connection connection) {
    call(connection, () -> listener.onOpen(connection));
  }

  void message(Connection connection, Message message) {
    // nothing is made for the call that is nearly every one
    try {
      listener.onMessage(connection, message);
    } catch (Throwable thrown) {
      failed(connection, thrown);
    }
  }

  void fragment(Connection connection, Fragment fragment) {
    call(connection, () -> listener.onFragment(connection, fragment));
  }

  /** Calls with whatever it is. */
  void received(Connection connection, Received item) {
    switch (item) {
      case Received.Whole whole -> message(connection, whole.message());
      case Received.Part part -> fragment(connection, part.fragment());
      case Received.Control control -> control(connection, control.frame());
    }
  }

  void control(Connection connection, Frame frame) {
    if (frame.opcode() == Opcode.PING) {
      call(connection, () -> listener.onPing(connection, frame.payload()));
    } else {
      call(connection, () -> listener.onPong(connection, frame.payload()));
    }
  }

  void close(Connection connection, Connection.End how) {
    call(connection, () -> listener.onClose(connection, how.closure(), how.cause()));
  }

  private void call(Connection connection, Call call) {
    try {
      call.run();
    } catch (Throwable thrown) {
      failed(connection, thrown);
    }
  }

  private void failed(Connection connection, Throwable thrown) {
    if (thrown instanceof ConnectionClosedException && !connection.isOpen()) {
      // the peer left while the listener was busy with it: nobody's fault
      if (LOG.isDebugEnabled()) {
        String id = connection.id();
        LogLines.write(() -> LOG.debug("listener of {} met the end of its connection", id, thrown));
      }
      return;
    }
    try {
      listener.onError(connection, thrown);
    } catch (Throwable again) {
      Bugs.report(LOG, "onError of " + connection.id() + " threw; closing with 1011", again);
      connection.startClosing(CloseReason.of(1011, ""));
    }
  }
}
