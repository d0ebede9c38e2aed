package io.hawser;

import io.hawser.model.Fragment;
import java.io.InputStream;
import java.io.Reader;
import java.util.Iterator;

/**
 * One incoming message, read while it comes: however large it is, no more of it is held than what
 * came and was not read (RFC 6455, 5.4).
 *
 * <p>It is read in one way: as fragments, as bytes or as characters. For one thread at a time. What
 * comes behind it waits until it was read to its end, or closed.
 *
 * <pre>{@code
 * try (var message = ...) {
 *   message.inputStream().transferTo(file);
 * }
 * }</pre>
 */
public interface MessageReader extends Iterable<Fragment>, AutoCloseable {
  /** Whether the message is text. */
  boolean isText();

  /**
   * Returns the message as bytes; of text, its UTF-8. The same stream at each call.
   *
   * <p>Its methods wait until something has come. They throw an {@link java.io.IOException} if the
   * connection closes before the message ends, whose cause is a {@link
   * io.hawser.error.ConnectionClosedException}; and an {@link java.io.InterruptedIOException} if
   * interrupted while waiting: nothing is lost, the flag is set again. Closing it closes this
   * reader.
   *
   * @throws IllegalStateException if the message is read in another way already
   */
  InputStream inputStream();

  /**
   * Returns the message as characters; otherwise like {@link #inputStream}.
   *
   * @throws IllegalStateException if the message is binary, or read in another way already
   */
  Reader reader();

  /**
   * Iterates over the fragments to come; each waits until it has come. There is at least one, and
   * the last one says so. The same iterator at each call.
   *
   * <p>Its methods throw a {@link io.hawser.error.ConnectionClosedException} if the connection
   * closes before the message ends, and a {@link io.hawser.error.CallInterruptedException} if
   * interrupted while waiting: nothing is lost, the flag is set again.
   *
   * @throws IllegalStateException if the message is read in another way already
   */
  @Override
  Iterator<Fragment> iterator();

  /** Drops what was not read of the message, now and as it comes. Does not wait; idempotent. */
  @Override
  void close();
}
