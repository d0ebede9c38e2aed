package io.hawser.connection;

import io.hawser.protocol.Closing;
import io.hawser.protocol.Endpoint;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What one connection reads, and when it does not: while its receiver has enough, or all
 * connections of the server together hold too much. Confined to the loop.
 */
final class Reading {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Connection connection;
  private final Endpoint endpoint;
  private final ConnectionLoop loop;
  private final Transport transport;
  private final LoopClock clock;
  private final InboundBudget budget;

  /** What was read and is not wanted yet: the receiver has enough. */
  private ByteBuffer unread = NOTHING;

  private long heardNanos;
  private boolean inMessage;
  private boolean counted;

  /** Empty once all of it is taken; null unless bytes are taken now. */
  private @Nullable ByteBuffer receiving;

  private boolean resting;

  Reading(
      Connection connection,
      Endpoint endpoint,
      ConnectionLoop loop,
      Transport transport,
      LoopClock clock,
      InboundBudget budget) {
    this.connection = connection;
    this.endpoint = endpoint;
    this.loop = loop;
    this.transport = transport;
    this.clock = clock;
    this.budget = budget;
  }

  void received(ByteBuffer in) {
    heardNanos = clock.nanos();
    receiving = in;
    try {
      take(in);
    } finally {
      receiving = null;
    }
    if (mustRestForOthers()) {
      rest();
    }
  }

  private void take(ByteBuffer in) {
    if (unread.hasRemaining() && !isFull()) {
      // what was not wanted yet comes first
      readUnread();
    }
    if (!unread.hasRemaining()) {
      feed(in);
    }
    if (in.hasRemaining()) {
      keep(in);
    }
  }

  private void feed(ByteBuffer in) {
    endpoint.receive(in, loop);
    if (connection.receiver().readOver()) {
      off();
    }
    if (inMessage != endpoint.isInMessage()) {
      noteMessage(!inMessage);
    }
    count();
  }

  /** Has bytes wait behind those that do. */
  private void keep(ByteBuffer in) {
    int more = in.remaining();
    int end = unread.limit();
    if (!unread.hasRemaining()) {
      unread = ByteBuffer.allocate(more).put(in).flip();
    } else if (more <= unread.capacity() - end) {
      unread.limit(end + more).put(end, in, in.position(), more);
      in.position(in.limit());
    } else {
      // with room, for there may be more: of what an engine brings though it is not to read
      int room = 2 * (unread.remaining() + more);
      unread = ByteBuffer.allocate(room).put(unread).put(in).flip();
    }
    loop.share().unread(more);
  }

  /** A message came whole. */
  void messageEnded() {
    if (inMessage) {
      noteMessage(false);
    }
    if (counted) {
      loop.share().messageEnded();
    }
  }

  private void noteMessage(boolean underWay) {
    inMessage = underWay;
    if (underWay) {
      loop.watchdog().messageBegan(heardNanos);
    } else {
      loop.watchdog().messageEnded();
    }
  }

  /** When bytes came last. */
  long heardNanos() {
    return heardNanos;
  }

  /** Whether bytes are taken now: what they lead to is written once they are. */
  boolean isReceiving() {
    return receiving != null;
  }

  /** Whether the bytes that are taken now are all taken. */
  boolean isAtLast() {
    return receiving != null && !receiving.hasRemaining();
  }

  /** There was room; it may have filled again before the loop came to hear of it. */
  void resume() {
    if (!isFull()) {
      // this is counted already: it is not what others have to wait for
      readUnread();
    }
    if (!isFull()) {
      on();
      if (mustRestForOthers()) {
        rest();
      }
    }
  }

  /** Reads on, whatever the receiver was too slow for: the peer's Close frame must be seen. */
  void readToTheEnd() {
    readUnread();
    on();
  }

  /** Reads on for nothing but the end of the stream: the endpoint discards what comes. */
  void discard() {
    forget();
    on();
  }

  /** The stream has ended: what was read of it comes first, as far as there is memory for it. */
  void end() {
    try {
      while (unread.hasRemaining() && !budget.isUsedUp()) {
        readUnread();
      }
    } finally {
      forget();
    }
  }

  private void forget() {
    if (unread.hasRemaining()) {
      loop.share().unread(-unread.remaining());
      unread = NOTHING;
    }
  }

  void on() {
    resting = false;
    transport.reading(true);
    loop.watchdog().reading(true);
  }

  /** The receiver has enough. */
  void off() {
    transport.reading(false);
    loop.watchdog().reading(false);
  }

  /** Whether it does not read for the sake of other connections. */
  boolean isResting() {
    return resting;
  }

  /** Whether little is to be read at a time: all connections together hold too much. */
  boolean isSparing() {
    return budget.wasUsedUp();
  }

  /** How much memory the message takes that has begun to come. */
  void count() {
    int held = endpoint.heldBytes();
    if (held > 0 || counted) {
      loop.share().assembling(held);
      counted = held > 0;
    }
  }

  /** Goes on with what was read and not wanted then. */
  private void readUnread() {
    ByteBuffer in = unread;
    int before = in.remaining();
    if (before == 0) {
      return;
    }
    // what comes of it may end all reading
    unread = NOTHING;
    try {
      feed(in);
    } finally {
      if (in.hasRemaining()) {
        unread = in;
      }
      loop.share().unread(in.remaining() - before);
    }
  }

  private boolean isFull() {
    return connection.receiver().isFull();
  }

  private boolean mustRestForOthers() {
    // in this order: what all share is at hand, and this connection's share is not
    if (!budget.isUsedUp() || !isOpen()) {
      return false;
    }
    connection.receiver().tellShare();
    return loop.share().mustRest();
  }

  /** Does not read on; the peer's message, if it has begun, must end in time all the same. */
  private void rest() {
    resting = true;
    transport.reading(false);
    loop.watchdog().resting();
  }

  private boolean isOpen() {
    return endpoint.closing() instanceof Closing.Open;
  }
}
