package io.hawser.connection;

import io.hawser.WebSocketListener;
import io.hawser.error.ConnectionClosedException;
import io.hawser.model.CloseReason;
import io.hawser.model.Fragment;
import io.hawser.model.Frame;
import io.hawser.model.Message;
import io.hawser.model.Opcode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls a listener, and deals with what it throws: nothing passes through. */
final class Callbacks {
  private static final Logger LOG = LoggerFactory.getLogger("io.hawser.listener");

  private final WebSocketListener listener;
  private final Connection connection;

  Callbacks(WebSocketListener listener, Connection connection) {
    this.listener = listener;
    this.connection = connection;
  }

  private interface Call {
    void run() throws Exception;
  }

  void open() {
    call(() -> listener.onOpen(connection));
  }

  void message(Message message) {
    call(() -> listener.onMessage(connection, message));
  }

  void fragment(Fragment fragment) {
    call(() -> listener.onFragment(connection, fragment));
  }

  void control(Frame frame) {
    if (frame.opcode() == Opcode.PING) {
      ping(frame.payload());
    } else {
      pong(frame.payload());
    }
  }

  void ping(byte[] payload) {
    call(() -> listener.onPing(connection, payload));
  }

  void pong(byte[] payload) {
    call(() -> listener.onPong(connection, payload));
  }

  void close(Connection.End how) {
    call(() -> listener.onClose(connection, how.closure(), how.cause()));
  }

  private void call(Call call) {
    try {
      call.run();
    } catch (Throwable thrown) {
      failed(thrown);
    }
  }

  private void failed(Throwable thrown) {
    if (thrown instanceof ConnectionClosedException && !connection.isOpen()) {
      // the peer left while the listener was busy with it: nobody's fault
      LOG.debug("listener of {} met the end of its connection", connection.id(), thrown);
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
