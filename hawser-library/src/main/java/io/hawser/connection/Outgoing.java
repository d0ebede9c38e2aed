package io.hawser.connection;

import io.hawser.model.Fragment;
import io.hawser.model.Message;
import org.jspecify.annotations.Nullable;

/** One entry of an outbox. */
sealed interface Outgoing {
  /** What an empty message counts, so that a flood of them is bounded as well. */
  long OVERHEAD_BYTES = 64;

  /** How much of its outbox it fills. */
  long cost();

  /** It is queued: returns how much of the memory for all it takes. */
  default long acquire() {
    return cost();
  }

  /** It is queued no more: returns how much of the memory for all is free again. */
  default long release() {
    return cost();
  }

  /** What it is the latest of, if anything. */
  default @Nullable Object key() {
    return null;
  }

  /**
   * A message as the application gave it.
   *
   * @param compressed null to let its size decide
   */
  record Whole(Message message, @Nullable Boolean compressed, @Nullable Object key)
      implements Outgoing {
    @Override
    public long cost() {
      return message.size() + OVERHEAD_BYTES;
    }
  }

  /**
   * A piece of a message that is sent in fragments (RFC 6455, 5.4).
   *
   * @param compressed of the first, whether the message is; null to let its size decide
   */
  record Piece(Fragment fragment, @Nullable Boolean compressed) implements Outgoing {
    @Override
    public long cost() {
      return fragment.size() + OVERHEAD_BYTES;
    }
  }

  /** A message for many connections, which share its bytes. */
  record ForMany(Shared shared, @Nullable Boolean compressed, @Nullable Object key)
      implements Outgoing {
    @Override
    public long cost() {
      return shared.message().size() + OVERHEAD_BYTES;
    }

    @Override
    public long acquire() {
      return shared.acquire() ? cost() : OVERHEAD_BYTES;
    }

    @Override
    public long release() {
      return shared.release() ? cost() : OVERHEAD_BYTES;
    }
  }
}
