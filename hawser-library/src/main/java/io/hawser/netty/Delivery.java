package io.hawser.netty;

import io.hawser.connection.Connection;
import io.hawser.connection.Transport;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The reading side of a byte stream: brings what is read to the open connection on it. All that may
 * lead to a listener on the loop passes here, and is counted. Owned by the loop.
 */
abstract class Delivery implements Transport {
  /** What all connections of the loop share. */
  private final LoopLocal local = LoopLocal.ofThisLoop();

  /** Null before it is open. */
  private @Nullable Connection connection;

  /** Null if nobody watches, and once the stream has ended. */
  private @Nullable LoopWatch watch;

  /**
   * Delivers to a connection from now on.
   *
   * @param watch counts calls that may lead to application code, and is left at the end; null if
   *     none does
   */
  final void deliverTo(Connection connection, @Nullable LoopWatch watch) {
    this.connection = connection;
    this.watch = watch;
  }

  final Connection connection() {
    return Objects.requireNonNull(connection, "connection");
  }

  final LoopLocal local() {
    return local;
  }

  /** Begins with what came behind the opening handshake. */
  final void begin(ByteBuffer rest) {
    Connection to = connection();
    call(to::begin);
    if (rest.hasRemaining()) {
      receive(to, rest);
      to.readComplete();
    }
  }

  /** Bytes are read; whatever goes wrong with them stays with the connection. */
  final void received(ByteBuffer bytes) {
    local.afterRead().reading();
    receive(connection(), bytes);
  }

  /** Nothing more is read now. */
  final void readComplete() {
    // what others have to write on account of it goes out with what the loop itself has to
    local.afterRead().readComplete();
    connection().readComplete();
  }

  /** The stream has ended; called once, and nothing after it. */
  final void ended(@Nullable Throwable cause) {
    try {
      call(() -> connection().streamEnded(cause));
    } finally {
      LoopWatch left = watch;
      if (left != null) {
        watch = null;
        left.close();
      }
    }
  }

  @Override
  public final void call(Runnable task) {
    LoopWatch counts = watch;
    if (counts == null) {
      task.run();
      return;
    }
    counts.enter();
    try {
      task.run();
    } finally {
      counts.leave();
    }
  }

  // as call does, with nothing made for it
  private void receive(Connection to, ByteBuffer bytes) {
    LoopWatch counts = watch;
    if (counts != null) {
      counts.enter();
    }
    try {
      to.received(bytes);
    } catch (Throwable bug) {
      to.failed(bug);
    } finally {
      if (counts != null) {
        counts.leave();
      }
    }
  }

  @Override
  public void message(boolean last) {
    local.afterRead().message(last);
  }

  @Override
  public boolean isAtLast() {
    return local.afterRead().isAtLast();
  }
}
