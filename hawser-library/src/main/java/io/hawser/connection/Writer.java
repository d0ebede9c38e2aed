package io.hawser.connection;

import io.hawser.model.CloseReason;
import io.hawser.model.Frame;
import io.hawser.model.Message;
import io.hawser.model.Role;
import io.hawser.protocol.Endpoint;
import io.hawser.protocol.FrameEncoder;
import org.jspecify.annotations.Nullable;

/**
 * What one connection writes, and when: Pongs first, then what is in the outbox, behind all of it
 * the Close frame and the end of the stream. Confined to the loop.
 *
 * <p>If a message cannot be written the stream is cut: some of its frame may be on the way, and
 * whatever came next would be taken for the rest.
 */
final class Writer {
  /** How often a connection that writes without end goes on before others have their turn. */
  private static final int MAX_TURNS = 8;

  /** How much may wait past the outbox, and its bounds, for a thread to give way to the loop. */
  private static final long NEXT_BYTES = 32 * 1024;

  private final Connection connection;
  private final Endpoint endpoint;
  private final Transport transport;
  private final Watchdog watchdog;
  private final FrameEncoder encoder;
  private final boolean masks;

  /** What goes before the outbox; null before a thread that the loop carries sends anything. */
  private @Nullable Lane next;

  private @Nullable CloseReason closeDue;
  private boolean endStreamDue;
  private boolean endHeld;
  private boolean stopped;
  private boolean draining;
  private boolean drainAgain;
  private boolean drainsSoon;

  Writer(
      Role role,
      Codec codec,
      Connection connection,
      Endpoint endpoint,
      Transport transport,
      Watchdog watchdog) {
    this.connection = connection;
    this.endpoint = endpoint;
    this.transport = transport;
    this.watchdog = watchdog;
    this.masks = role.masks();
    this.encoder = new FrameEncoder(role, codec.keys(), codec.deflater());
  }

  /** See {@link Connection#prefetch}. */
  int prefetch() {
    return (draining ? 1 : 0) + (encoder.isInMessage() ? 1 : 0);
  }

  /** The Close frame goes out behind what is queued. */
  void closeDue(CloseReason reason) {
    closeDue = reason;
  }

  /** The stream ends behind everything. */
  void endStreamDue() {
    endStreamDue = true;
  }

  /** Whether the Close frame and the end of the stream have to wait though all else is written. */
  void holdEnd(boolean on) {
    endHeld = on;
  }

  /** Writes nothing more: the stream has ended. */
  void stop() {
    stopped = true;
  }

  /** Writes a control frame, which waits for nothing. */
  void control(Frame frame) {
    encoder.frame(frame, transport);
    transport.flush();
    watchWrites();
  }

  /** Answers the newest Ping; older ones that found no room go unanswered (5.5.3). */
  void answerPing() {
    byte[] payload = endpoint.takePong();
    if (payload != null) {
      encoder.frame(Frame.pong(payload), transport);
    }
  }

  private void watchWrites() {
    if (!transport.isTaken()) {
      watchdog.wrote();
    }
  }

  /**
   * Writes a message past what is queued; it moves with the next drain. If that fails, the caller
   * has to cut the stream.
   */
  void writeNow(Message message, @Nullable Boolean compressed) {
    // a large one moves at once, which calls back in the middle of it
    boolean nested = draining;
    draining = true;
    try {
      encoder.message(message, compressed, transport);
    } finally {
      draining = nested;
    }
  }

  /** The same with a message for many. */
  void writeNow(SharedMessage shared, @Nullable Boolean compressed) {
    boolean nested = draining;
    draining = true;
    try {
      write(shared, compressed);
    } finally {
      draining = nested;
    }
  }

  /** Writes an entry before what is queued, with the next drain; returns false if it is much. */
  boolean writeNext(Outgoing entry) {
    Lane lane = next;
    if (lane == null) {
      lane = new Lane();
      next = lane;
    }
    if (lane.bytes() + entry.cost() > NEXT_BYTES) {
      return false;
    }
    lane.add(entry);
    return true;
  }

  /** Whether something goes before what would be written now. */
  boolean hasNext() {
    return next != null && !next.isEmpty();
  }

  /** Forgets what goes before the outbox. */
  void discard() {
    if (next != null) {
      next.clear();
    }
  }

  /** Has what was written moved: at once if no more is to come, else with all that is due. */
  void move() {
    if (!drainsSoon && transport.isAtLast()) {
      drain();
    } else {
      drainSoon();
    }
  }

  /** Has what was written moved, and what else is due written, unless that is to happen anyway. */
  void drainSoon() {
    if (!drainsSoon) {
      drainsSoon = true;
      connection.drainSoon();
    }
  }

  /** Writes what is due, as far as there is room. */
  void drain() {
    drainsSoon = false;
    // a flush that empties the socket's buffer calls back, in the middle of the turn below
    drainAgain = true;
    if (draining || stopped) {
      return;
    }
    draining = true;
    try {
      for (int turn = 0; drainAgain && turn < MAX_TURNS; turn++) {
        drainAgain = false;
        drainOnce();
        transport.flush();
      }
    } finally {
      draining = false;
    }
    watchWrites();
    if (drainAgain && !stopped) {
      // others on this loop come first
      drainSoon();
    }
  }

  private void drainOnce() {
    while (!stopped && transport.isWritable()) {
      answerPing();
      Outgoing entry = next == null ? null : next.poll();
      if (entry == null) {
        entry = connection.outbox.poll();
      }
      if (entry == null) {
        writeEnd();
        return;
      }
      write(entry);
    }
  }

  private void write(Outgoing entry) {
    try {
      switch (entry) {
        case Outgoing.Whole whole ->
            encoder.message(whole.message(), whole.compressed(), transport);
        case Outgoing.Piece piece ->
            encoder.fragment(piece.fragment(), piece.compressed(), transport);
        case Outgoing.ForMany many -> write(many.shared(), many.compressed());
      }
    } catch (Throwable torn) {
      transport.abort();
      throw torn;
    }
  }

  private void write(SharedMessage shared, @Nullable Boolean compressed) {
    if (masks) {
      // 5.3: every frame of a client is masked with a key of its own
      encoder.message(shared.message(), compressed, transport);
    } else {
      var profile = encoder.profileFor(shared.message().size(), compressed);
      encoder.shared(shared.frame(profile), transport);
    }
  }

  private void writeEnd() {
    if (endHeld) {
      return;
    }
    if (closeDue != null) {
      encoder.close(closeDue, transport);
      closeDue = null;
    }
    if (endStreamDue) {
      endStreamDue = false;
      transport.endStream();
    }
  }
}
