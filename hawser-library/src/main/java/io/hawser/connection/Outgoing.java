package io.hawser.connection;

import io.hawser.SendOptions;
import io.hawser.model.Fragment;
import io.hawser.model.Message;
import org.jspecify.annotations.Nullable;

/** One entry of an outbox. */
abstract sealed class Outgoing extends Chain.Link<Outgoing> {
  /** What an empty message counts, so that a flood of them is bounded as well. */
  static final long OVERHEAD_BYTES = 64;

  private final @Nullable Boolean compressed;

  private Outgoing(@Nullable Boolean compressed) {
    this.compressed = compressed;
  }

  /** Returns the entry of a message. */
  static Outgoing of(Message message, SendOptions options) {
    return new Whole(message, options.compressed().orElse(null), options.key().orElse(null));
  }

  /** Returns the entry of a message for many. */
  static Outgoing of(SharedMessage shared, SendOptions options) {
    return new ForMany(shared, options.compressed().orElse(null), options.key().orElse(null));
  }

  /** Whether its message is compressed; null to let its size decide. */
  @Nullable Boolean compressed() {
    return compressed;
  }

  /** How much of its outbox it fills. */
  abstract long cost();

  /** It is queued: returns how much of the memory for all it takes. */
  long acquire() {
    return cost();
  }

  /** It is queued no more: returns how much of the memory for all is free again. */
  long release() {
    return cost();
  }

  /** What it is the latest of, if anything. */
  @Nullable Object key() {
    return null;
  }

  /** A message as the application gave it. */
  static final class Whole extends Outgoing {
    private final Message message;
    private final @Nullable Object key;

    Whole(Message message, @Nullable Boolean compressed, @Nullable Object key) {
      super(compressed);
      this.message = message;
      this.key = key;
    }

    Message message() {
      return message;
    }

    @Override
    long cost() {
      return message.size() + OVERHEAD_BYTES;
    }

    @Override
    @Nullable Object key() {
      return key;
    }
  }

  /** A piece of a message that is sent in fragments (RFC 6455, 5.4); the first says how. */
  static final class Piece extends Outgoing {
    private final Fragment fragment;

    Piece(Fragment fragment, @Nullable Boolean compressed) {
      super(compressed);
      this.fragment = fragment;
    }

    Fragment fragment() {
      return fragment;
    }

    @Override
    long cost() {
      return fragment.size() + OVERHEAD_BYTES;
    }
  }

  /** A message for many connections, which share its bytes. */
  static final class ForMany extends Outgoing {
    private final SharedMessage shared;
    private final @Nullable Object key;

    ForMany(SharedMessage shared, @Nullable Boolean compressed, @Nullable Object key) {
      super(compressed);
      this.shared = shared;
      this.key = key;
    }

    SharedMessage shared() {
      return shared;
    }

    @Override
    long cost() {
      return shared.message().size() + OVERHEAD_BYTES;
    }

    @Override
    long acquire() {
      return shared.acquire() ? cost() : OVERHEAD_BYTES;
    }

    @Override
    long release() {
      return shared.release() ? cost() : OVERHEAD_BYTES;
    }

    @Override
    @Nullable Object key() {
      return key;
    }
  }
}
