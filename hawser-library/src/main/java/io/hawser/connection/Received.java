package io.hawser.connection;

import io.hawser.model.Fragment;
import io.hawser.model.Frame;
import io.hawser.model.Message;

/** One thing that waits for the receiver. */
abstract sealed class Received extends Chain.Link<Received> {
  /** How many bytes of payload it holds. */
  abstract int size();

  /** A message that came whole. */
  static final class Whole extends Received {
    private final Message message;

    Whole(Message message) {
      this.message = message;
    }

    Message message() {
      return message;
    }

    @Override
    int size() {
      return message.size();
    }
  }

  /** A piece of a message that is handed on as it comes. */
  static final class Part extends Received {
    private final Fragment fragment;

    Part(Fragment fragment) {
      this.fragment = fragment;
    }

    Fragment fragment() {
      return fragment;
    }

    @Override
    int size() {
      return fragment.size();
    }
  }

  /** A Ping or a Pong (RFC 6455, 5.5.2 and 5.5.3). */
  static final class Control extends Received {
    private final Frame frame;

    Control(Frame frame) {
      this.frame = frame;
    }

    Frame frame() {
      return frame;
    }

    @Override
    int size() {
      return frame.payload().length;
    }
  }
}
