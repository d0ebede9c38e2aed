package io.hawser.connection;

import io.hawser.protocol.FrameOutput;
import java.net.SocketAddress;

/**
 * The byte stream under one connection, as an engine provides it. It tells its {@link Connection}
 * what happens by {@link Connection#received}, {@link Connection#readComplete}, {@link
 * Connection#writable} and, once, {@link Connection#streamEnded}.
 *
 * <p>For the event loop only, but for {@link #execute}, the addresses and what says otherwise. What
 * is appended counts as sent, in order; it moves with the next {@link #flush}, or before.
 */
public interface Transport extends FrameOutput {
  /**
   * Whether there is room for more: false from a high mark on, until {@link Connection#writable}.
   */
  boolean isWritable();

  /** Starts to write what was appended. */
  void flush();

  /** About how many bytes are appended and not taken by the socket; from any thread. */
  long pendingBytes();

  /** Whether the socket has taken all that was flushed. */
  default boolean isTaken() {
    return pendingBytes() == 0;
  }

  /** A number that changes when the socket takes bytes, and hardly else. */
  long progress();

  /**
   * Flushes, and calls {@code written} once all that was appended so far is taken by the socket.
   */
  void mark(Runnable written);

  /** Goes on reading, or stops. */
  void reading(boolean on);

  /** Ends our direction of the stream once all that was appended is written; reading goes on. */
  void endStream();

  /** Cuts the stream, whatever is unwritten or unread. */
  void abort();

  /** A message is handed out; {@code last} if nothing is left of what was read with it. */
  default void message(boolean last) {}

  /**
   * Whether the last of what its loop has read, from whichever connection, is handed out: what is
   * written to others now need not wait for more.
   */
  default boolean isAtLast() {
    return false;
  }

  /** Whether the caller is the event loop. */
  boolean isOnLoop();

  /**
   * Whether the caller is the thread that serves the connection and runs on its event loop, so that
   * it and the loop take turns.
   */
  default boolean isCarried() {
    return false;
  }

  /** Runs {@code task} on the event loop; from any thread. Dropped if the loop is gone. */
  void execute(Runnable task);

  /**
   * Runs what may lead to a listener, behind {@link #execute}: here an engine sees how long that
   * takes.
   */
  default void call(Runnable task) {
    task.run();
  }

  /** This side's address. */
  SocketAddress localAddress();

  /** The peer's address. */
  SocketAddress remoteAddress();
}
