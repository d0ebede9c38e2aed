package io.hawser.connection;

import io.hawser.model.Fragment;
import io.hawser.model.Message;

/**
 * Takes what a connection receives. Its loop calls it, but for {@link #drop} and {@link #request},
 * which any thread does.
 */
interface Receiver {
  /** See {@link Connection#prefetch}. */
  int prefetch();

  /** Takes a message, unless nobody wants it; returns whether reading must rest from now on. */
  boolean message(Message message);

  /** Takes a piece of a message; otherwise like {@link #message}. */
  boolean fragment(Fragment fragment);

  /** Takes a Ping's payload. */
  void ping(byte[] payload);

  /** Takes a Pong's payload. */
  void pong(byte[] payload);

  /**
   * Nothing more comes of what was read: hands over what it kept back until now. Returns whether
   * reading must rest from now on.
   */
  default boolean readOver() {
    return false;
  }

  /** Tells the connection's share of what came and it has not heard of. */
  default void tellShare() {}

  /** Whether reading must rest: there has been too much, and there is still. */
  boolean isFull();

  /**
   * Runs {@code task} once all that came is dealt with, at once if that is so now. It must only
   * hand over to the loop.
   */
  void whenCaughtUp(Runnable task);

  /** It is known how the connection closes: nothing more comes. */
  void end();

  /** The stream has ended: the connection is closed. */
  void closed(Connection.End how);

  /** Our side closes: drops what came, and what comes. */
  void drop();

  /**
   * Wants so many messages more.
   *
   * @throws IllegalStateException if messages are not called with, but waited for
   */
  void request(long messages);
}
