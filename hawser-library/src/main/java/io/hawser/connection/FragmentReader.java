package io.hawser.connection;

import io.hawser.error.WebSocketException;
import io.hawser.model.Fragment;
import java.io.IOException;
import java.io.Reader;
import java.util.Objects;

/** An incoming text as characters: each of its fragments is text by itself. */
final class FragmentReader extends Reader {
  private final IncomingMessage message;
  private String text = "";
  private int at;
  private boolean closed;

  FragmentReader(IncomingMessage message) {
    this.message = message;
  }

  @Override
  public int read() throws IOException {
    return fill() ? text.charAt(at++) : -1;
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int size = Math.min(length, text.length() - at);
    text.getChars(at, at + size, target, offset);
    at += size;
    return size;
  }

  // the inherited one waits under a lock, which pins a virtual thread
  @Override
  public long skip(long count) throws IOException {
    if (count < 0) {
      throw new IllegalArgumentException("skip: " + count + "; must not be negative");
    }
    long left = count;
    while (left > 0 && fill()) {
      int size = (int) Math.min(left, text.length() - at);
      at += size;
      left -= size;
    }
    return count - left;
  }

  @Override
  public boolean ready() {
    return at < text.length();
  }

  @Override
  public void close() {
    closed = true;
    text = "";
    at = 0;
    message.close();
  }

  /** Makes characters available; returns whether there are any before the end. */
  private boolean fill() throws IOException {
    if (closed) {
      throw new IOException("stream is closed");
    }
    try {
      while (at == text.length()) {
        Fragment next = message.next();
        if (next == null) {
          return false;
        }
        text = next.text();
        at = 0;
      }
      return true;
    } catch (WebSocketException e) {
      throw StreamFailures.of(e, 0);
    }
  }
}
