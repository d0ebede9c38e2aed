package io.hawser.connection;

import io.hawser.error.WebSocketException;
import io.hawser.model.Fragment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/** An incoming message as bytes. */
final class FragmentInputStream extends InputStream {
  private static final byte[] NOTHING = {};

  private final IncomingMessage message;
  private byte[] bytes = NOTHING;
  private int at;
  private boolean closed;

  FragmentInputStream(IncomingMessage message) {
    this.message = message;
  }

  @Override
  public int read() throws IOException {
    return fill() ? bytes[at++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int size = Math.min(length, bytes.length - at);
    System.arraycopy(bytes, at, target, offset, size);
    at += size;
    return size;
  }

  @Override
  public long transferTo(OutputStream out) throws IOException {
    long total = 0;
    while (fill()) {
      int size = bytes.length - at;
      out.write(bytes, at, size);
      at = bytes.length;
      total += size;
    }
    return total;
  }

  @Override
  public int available() {
    return bytes.length - at;
  }

  @Override
  public void close() {
    closed = true;
    bytes = NOTHING;
    at = 0;
    message.close();
  }

  /** Makes bytes available; returns whether there are any before the end. */
  private boolean fill() throws IOException {
    if (closed) {
      throw new IOException("stream is closed");
    }
    try {
      while (at == bytes.length) {
        Fragment next = message.next();
        if (next == null) {
          return false;
        }
        bytes = next.bytes();
        at = 0;
      }
      return true;
    } catch (WebSocketException e) {
      throw StreamFailures.of(e, 0);
    }
  }
}
