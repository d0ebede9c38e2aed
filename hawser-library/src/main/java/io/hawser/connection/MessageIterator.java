package io.hawser.connection;

import io.hawser.WebSocket;
import io.hawser.error.ConnectionClosedException;
import io.hawser.model.Message;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The messages to come; a clean close ends them, any other throws. */
final class MessageIterator implements Iterator<Message> {
  private final WebSocket ws;
  private @Nullable Message next;

  MessageIterator(WebSocket ws) {
    this.ws = ws;
  }

  @Override
  public boolean hasNext() {
    if (next == null) {
      try {
        next = ws.receive();
      } catch (ConnectionClosedException e) {
        if (e.isClean()) {
          return false;
        }
        throw e;
      }
    }
    return true;
  }

  @Override
  public Message next() {
    Message message = hasNext() ? next : null;
    if (message == null) {
      throw new NoSuchElementException("the connection has closed");
    }
    next = null;
    return message;
  }
}
