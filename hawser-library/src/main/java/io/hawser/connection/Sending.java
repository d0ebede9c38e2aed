package io.hawser.connection;

import io.hawser.Queues;
import io.hawser.SendOptions;
import io.hawser.SlowConsumer;
import io.hawser.error.CallInterruptedException;
import io.hawser.error.ConnectionClosedException;
import io.hawser.model.CloseCode;
import io.hawser.model.CloseReason;
import io.hawser.model.Fragment;
import io.hawser.model.Message;
import java.io.OutputStream;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** What the application sends on one connection by way of its outbox. For any thread. */
final class Sending {
  private static final int FRAGMENT_BYTES = 16 * 1024;

  private final Connection connection;
  private final Outbox outbox;
  private final Queues queues;

  Sending(Connection connection, Outbox outbox, Queues queues) {
    this.connection = connection;
    this.outbox = outbox;
    this.queues = queues;
  }

  void send(Message message, SendOptions options) {
    Outgoing entry = Outgoing.of(message, options);
    try {
      if (!connection.isOnLoop()) {
        placed(outbox.put(entry, Outbox.FOREVER));
      } else if (!placed(outbox.put(entry, 0))) {
        throw new IllegalStateException(
            "send would wait on an event loop, which other connections need; use trySend");
      }
    } catch (InterruptedException e) {
      throw interrupted("send", e);
    }
  }

  boolean trySend(Message message, long nanos) {
    try {
      // the loop that would wait is the one that makes room
      long wait = connection.isOnLoop() ? 0 : nanos;
      return placed(outbox.put(Outgoing.of(message, SendOptions.defaults()), wait));
    } catch (InterruptedException e) {
      throw interrupted("trySend", e);
    }
  }

  boolean trySend(Message message, SendOptions options) {
    SlowConsumer policy = queues.slowConsumer();
    boolean mustNotWait = policy instanceof SlowConsumer.Block && connection.isOnLoop();
    return queue(Outgoing.of(message, options), mustNotWait ? SlowConsumer.close() : policy);
  }

  /** Queues a message for many at once, or does what the policy says; null for our own policy. */
  Connection.Offered offer(
      SharedMessage shared, SendOptions options, @Nullable SlowConsumer policy) {
    if (!outbox.isOpen()) {
      return Connection.Offered.CLOSED;
    }
    try {
      return queue(
              Outgoing.of(shared, options),
              policy == null ? withoutWaiting(queues.slowConsumer()) : policy)
          ? Connection.Offered.QUEUED
          : Connection.Offered.SKIPPED;
    } catch (ConnectionClosedException e) {
      return Connection.Offered.CLOSED;
    }
  }

  OutputStream beginBinary(SendOptions options) {
    return new FragmentOutputStream(FRAGMENT_BYTES, begin("beginBinary", options));
  }

  java.io.Writer beginText(SendOptions options) {
    return new FragmentWriter(FRAGMENT_BYTES, begin("beginText", options));
  }

  void sendFragments(Iterator<? extends Message> fragments) {
    if (!fragments.hasNext()) {
      throw new IllegalArgumentException("fragments: none; a message has one at least");
    }
    FragmentSink sink = begin("sendFragments", SendOptions.defaults());
    boolean ended = false;
    try {
      Message next = fragments.next();
      boolean text = next instanceof Message.Text;
      for (boolean first = true; !ended; first = false) {
        if (next instanceof Message.Text != text) {
          throw new IllegalArgumentException(
              "fragments: text and binary; a message is of one kind");
        }
        ended = !fragments.hasNext();
        sink.send(new Fragment(next, first, ended));
        next = ended ? next : fragments.next();
      }
    } finally {
      if (!ended) {
        // half a message is on its way, and whatever came next would be taken for its end
        connection.startClosing(CloseReason.of(1011, ""));
      }
    }
  }

  /** Begins a message in fragments, as soon as no other is under way. */
  private FragmentSink begin(String call, SendOptions options) {
    if (connection.isOnLoop()) {
      throw new IllegalStateException(call + " would wait on an event loop; use trySend");
    }
    try {
      if (!outbox.beginFragments()) {
        throw connection.closedException();
      }
    } catch (InterruptedException e) {
      throw interrupted(call, e);
    }
    Boolean compressed = options.compressed().orElse(null);
    return fragment -> {
      var piece = new Outgoing.Piece(fragment, compressed);
      try {
        placed(fragment.last() ? outbox.finish(piece) : outbox.put(piece, Outbox.FOREVER));
      } catch (InterruptedException e) {
        throw interrupted("write", e);
      }
    };
  }

  private boolean queue(Outgoing entry, SlowConsumer policy) {
    try {
      return placed(outbox.offer(entry, policy));
    } catch (InterruptedException e) {
      throw interrupted("trySend", e);
    }
  }

  private boolean placed(Outbox.Placed placed) {
    return switch (placed) {
      case SCHEDULE -> {
        connection.drainSoon();
        yield true;
      }
      case QUEUED -> true;
      case FULL -> false;
      case OVERRUN -> {
        connection.startClosing(CloseReason.of(CloseCode.TRY_AGAIN_LATER));
        // what is queued would only keep the Close frame waiting
        outbox.discard();
        yield false;
      }
      case SEALED -> throw connection.closedException();
    };
  }

  private static SlowConsumer withoutWaiting(SlowConsumer policy) {
    return policy instanceof SlowConsumer.Block ? SlowConsumer.dropNewest() : policy;
  }

  private static CallInterruptedException interrupted(String call, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new CallInterruptedException(call, cause);
  }
}
