package io.hawser.connection;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written, in the order in which it will be: while a message goes out in fragments,
 * others wait behind what can be written, for frames of two messages must not mix (RFC 6455, 5.4).
 * Guarded by the lock of its outbox.
 */
final class WireOrder extends Lane {
  /** Null unless a message in fragments is under way. */
  private @Nullable Lane behind;

  /** Whether a message in fragments is under way. */
  boolean isFragmenting() {
    return behind != null;
  }

  /** A message in fragments is under way from now on, until its last piece is added. */
  void beginFragments() {
    behind = new Lane();
  }

  /** How many bytes there are, of what can be written and of what waits for its turn. */
  long allBytes() {
    return bytes() + (behind == null ? 0 : behind.bytes());
  }

  /** How many bytes go before an entry that is added now. */
  long bytesBefore(Outgoing entry) {
    // fragments go before what waits for their end, and must not wait for it
    return entry instanceof Outgoing.Piece ? bytes() : allBytes();
  }

  /** Places an entry; returns whether the loop can write it, or only later what it waits for. */
  boolean place(Outgoing entry) {
    if (behind != null && !(entry instanceof Outgoing.Piece)) {
      behind.add(entry);
      return false;
    }
    add(entry);
    if (entry instanceof Outgoing.Piece piece && piece.fragment().last()) {
      endFragments();
    }
    return true;
  }

  private void endFragments() {
    Lane waited = behind;
    behind = null;
    if (waited != null) {
      for (Outgoing entry = waited.poll(); entry != null; entry = waited.poll()) {
        add(entry);
      }
    }
  }

  @Override
  void removeIf(Predicate<? super Outgoing> unwanted, Consumer<? super Outgoing> removed) {
    super.removeIf(unwanted, removed);
    if (behind != null) {
      behind.removeIf(unwanted, removed);
    }
  }
}
