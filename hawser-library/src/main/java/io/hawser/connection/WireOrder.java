package io.hawser.connection;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written, in the order in which it will be: while a message goes out in fragments,
 * others wait behind it, for frames of two messages must not mix (RFC 6455, 5.4). Guarded by the
 * lock of its outbox.
 */
final class WireOrder {
  private final Lane next = new Lane();

  /** Null unless a message in fragments is under way. */
  private @Nullable Lane behind;

  /** Whether a message in fragments is under way. */
  boolean isFragmenting() {
    return behind != null;
  }

  /** Whether there is nothing, and no message in fragments under way. */
  boolean isIdle() {
    return behind == null && next.isEmpty();
  }

  /** Whether there is an entry that can be written. */
  boolean hasNext() {
    return !next.isEmpty();
  }

  /** A message in fragments is under way from now on, until its last piece is added. */
  void beginFragments() {
    behind = new Lane();
  }

  /** How many bytes there are. */
  long bytes() {
    return next.bytes() + (behind == null ? 0 : behind.bytes());
  }

  /** How many bytes go before an entry that is added now. */
  long bytesBefore(Outgoing entry) {
    // fragments go before what waits for their end, and must not wait for it
    return entry instanceof Outgoing.Piece ? next.bytes() : bytes();
  }

  /** Adds an entry; returns whether the loop can write it, or only later what it waits for. */
  boolean add(Outgoing entry) {
    if (entry instanceof Outgoing.Piece piece) {
      next.add(piece);
      if (piece.fragment().last()) {
        endFragments();
      }
      return true;
    }
    if (behind != null) {
      behind.add(entry);
      return false;
    }
    next.add(entry);
    return true;
  }

  private void endFragments() {
    Lane waited = behind;
    behind = null;
    if (waited != null) {
      for (Outgoing entry = waited.poll(); entry != null; entry = waited.poll()) {
        next.add(entry);
      }
    }
  }

  /** Takes the next entry; null if there is none that can be written. */
  @Nullable Outgoing poll() {
    return next.poll();
  }

  /** Removes, from the oldest on, each that is unwanted when its turn comes. */
  void removeIf(Predicate<Outgoing> unwanted, Consumer<Outgoing> removed) {
    next.removeIf(unwanted, removed);
    if (behind != null) {
      behind.removeIf(unwanted, removed);
    }
  }
}
