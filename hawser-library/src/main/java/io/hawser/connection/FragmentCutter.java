package io.hawser.connection;

import io.hawser.error.WebSocketException;
import io.hawser.model.Fragment;
import io.hawser.model.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Cuts what is written of one outgoing message into fragments (RFC 6455, 5.4). A full one waits for
 * what follows it, so that the last one is not empty without need.
 */
final class FragmentCutter {
  /** The longest character of UTF-8 fits into any fragment. */
  static final int MIN_FRAGMENT_BYTES = 4;

  private final boolean text;
  private final int fragmentBytes;
  private final FragmentSink sink;

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private boolean begun;
  private boolean ended;

  /**
   * Begins a message.
   *
   * @param fragmentBytes the most in one fragment
   */
  FragmentCutter(boolean text, int fragmentBytes, FragmentSink sink) {
    if (fragmentBytes < MIN_FRAGMENT_BYTES) {
      throw new IllegalArgumentException(
          "fragmentBytes: " + fragmentBytes + "; must be at least " + MIN_FRAGMENT_BYTES);
    }
    this.text = text;
    this.fragmentBytes = fragmentBytes;
    this.sink = sink;
  }

  boolean isEnded() {
    return ended;
  }

  /** Returns where the next bytes go; whole characters of text. */
  ByteBuffer buffer() {
    if (buffer.capacity() == 0) {
      buffer = ByteBuffer.allocate(fragmentBytes);
    }
    return buffer;
  }

  /** Sends what is there; nothing if that is nothing. If it fails, it is still there. */
  void flush() {
    if (buffer.position() > 0) {
      send(false);
    }
  }

  /** Sends what is there as the last fragment, once. */
  void end() {
    if (!ended) {
      ended = true;
      send(true);
    }
  }

  /** Fails if the message has ended. */
  void requireOpen() throws IOException {
    if (ended) {
      throw new IOException("stream is closed");
    }
  }

  /** What {@link #flush} does, with failures as streams have them. */
  void flush(int done) throws IOException {
    try {
      flush();
    } catch (WebSocketException e) {
      throw StreamFailures.of(e, done);
    }
  }

  private void send(boolean last) {
    int size = buffer.position();
    boolean whole = size == buffer.capacity();
    byte[] bytes = whole ? buffer.array() : Arrays.copyOf(buffer.array(), size);
    Message piece = text ? Message.Text.ofValidUtf8(bytes) : Message.binary(bytes);
    sink.send(new Fragment(piece, !begun, last));
    begun = true;
    if (whole || last) {
      buffer = ByteBuffer.allocate(0);
    } else {
      buffer.clear();
    }
  }
}
