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
    if (inMessage != endpoint.isInMessage()) {
      noteMessage(!inMessage);
    }
    count();
    if (mustRestForOthers()) {
      rest();
    }
  }

  private void take(ByteBuffer in) {
    if (unread.hasRemaining()) {
      // what was not wanted yet comes first
      unread = ByteBuffer.allocate(unread.remaining() + in.remaining()).put(unread).put(in).flip();
    } else {
      feed(in);
      if (in.hasRemaining()) {
        unread = ByteBuffer.allocate(in.remaining()).put(in).flip();
      }
    }
  }

  private void feed(ByteBuffer in) {
    endpoint.receive(in, loop);
    if (connection.receiver().readOver()) {
      off();
    }
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
    if (!mustRest()) {
      readUnread();
      if (!mustRest()) {
        on();
      }
    }
  }

  /** Reads on, whatever the receiver was too slow for: the peer's Close frame must be seen. */
  void readToTheEnd() {
    readUnread();
    on();
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

  /** How much memory what came takes now, as far as the receiver does not have it. */
  void count() {
    int held = endpoint.heldBytes() + unread.remaining();
    if (held > 0 || counted) {
      loop.share().assembling(held);
      counted = held > 0;
    }
  }

  /** Goes on with what was read and not wanted then. */
  private void readUnread() {
    if (unread.hasRemaining()) {
      ByteBuffer in = unread;
      feed(in);
      if (!in.hasRemaining()) {
        unread = NOTHING;
      }
      count();
    }
  }

  private boolean mustRest() {
    return connection.receiver().isFull() || mustRestForOthers();
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
