package io.hawser.connection;

import io.hawser.model.Fragment;
import io.hawser.model.Frame;
import io.hawser.model.Message;

/** One thing that waits in an inbox. */
sealed interface Received {
  /** How many bytes of payload it holds. */
  int size();

  /** What is handed out only to those who want more messages. */
  sealed interface Data extends Received {}

  /** A message that came whole. */
  record Whole(Message message) implements Data {
    @Override
    public int size() {
      return message.size();
    }
  }

  /** A piece of a message that is handed on as it comes. */
  record Part(Fragment fragment) implements Data {
    @Override
    public int size() {
      return fragment.size();
    }
  }

  /** A Ping or a Pong (RFC 6455, 5.5.2 and 5.5.3). */
  record Control(Frame frame) implements Received {
    @Override
    public int size() {
      return frame.payload().length;
    }
  }
}
