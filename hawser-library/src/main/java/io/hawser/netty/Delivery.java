package io.hawser.netty;

import io.hawser.connection.Connection;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Brings what is read to an open connection. Owned by the loop. */
final class Delivery {
  private final Connection connection;
  private final @Nullable LoopWatch watch;
  private final AfterRead afterRead = LoopLocal.ofThisLoop().afterRead();

  /**
   * Delivers to a connection.
   *
   * @param watch counts calls that may lead to application code; null if none does
   */
  Delivery(Connection connection, @Nullable LoopWatch watch) {
    this.connection = connection;
    this.watch = watch;
  }

  Connection connection() {
    return connection;
  }

  /** Bytes are read; whatever goes wrong with them stays with the connection. */
  void read(ByteBuffer bytes) {
    afterRead.reading();
    receive(bytes);
  }

  /** Nothing more is read now. */
  void readComplete() {
    // what others have to write on account of it goes out with what the loop itself has to
    afterRead.readComplete();
    connection.readComplete();
  }

  /** Begins with what came behind the opening handshake, now that the connection is known. */
  void begin(ByteBuffer rest) {
    connection.begin();
    if (rest.hasRemaining()) {
      receive(rest);
      connection.readComplete();
    }
  }

  private void receive(ByteBuffer bytes) {
    if (watch != null) {
      watch.enter();
    }
    try {
      connection.received(bytes);
    } catch (Throwable bug) {
      connection.failed(bug);
    } finally {
      if (watch != null) {
        watch.leave();
      }
    }
  }
}
