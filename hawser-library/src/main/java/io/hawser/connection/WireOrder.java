package io.hawser.connection;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written, in the order in which it will be: while a message goes out in fragments,
 * others wait behind it, for frames of two messages must not mix (RFC 6455, 5.4). Guarded by the
 * lock of its outbox.
 */
final class WireOrder {
  private final Lane next = new Lane(4);
  private final Lane behind = new Lane(0);
  private boolean fragmenting;

  /** Some of the entries, and how much they are together. */
  private static final class Lane {
    final ArrayDeque<Outgoing> entries;
    long bytes;

    Lane(int size) {
      entries = new ArrayDeque<>(size);
    }

    void add(Outgoing entry) {
      entries.add(entry);
      bytes += entry.cost();
    }

    void removeIf(Predicate<Outgoing> unwanted, Consumer<Outgoing> removed) {
      for (Iterator<Outgoing> all = entries.iterator(); all.hasNext(); ) {
        Outgoing entry = all.next();
        if (unwanted.test(entry)) {
          all.remove();
          bytes -= entry.cost();
          removed.accept(entry);
        }
      }
    }
  }

  /** Whether a message in fragments is under way. */
  boolean isFragmenting() {
    return fragmenting;
  }

  /** Whether there is nothing, and no message in fragments under way. */
  boolean isIdle() {
    return !fragmenting && next.entries.isEmpty();
  }

  /** Whether there is an entry that can be written. */
  boolean hasNext() {
    return !next.entries.isEmpty();
  }

  /** A message in fragments is under way from now on, until its last piece is added. */
  void beginFragments() {
    fragmenting = true;
  }

  /** How many bytes there are. */
  long bytes() {
    return next.bytes + behind.bytes;
  }

  /** How many bytes go before an entry that is added now. */
  long bytesBefore(Outgoing entry) {
    // fragments go before what waits for their end, and must not wait for it
    return entry instanceof Outgoing.Piece ? next.bytes : bytes();
  }

  /** Adds an entry; returns whether the loop can write it, or only later what it waits for. */
  boolean add(Outgoing entry) {
    if (!(entry instanceof Outgoing.Piece piece)) {
      (fragmenting ? behind : next).add(entry);
      return !fragmenting;
    }
    next.add(piece);
    if (piece.fragment().last()) {
      fragmenting = false;
      behind.entries.forEach(next::add);
      behind.entries.clear();
      behind.bytes = 0;
    }
    return true;
  }

  /** Takes the next entry; null if there is none that can be written. */
  @Nullable Outgoing poll() {
    Outgoing entry = next.entries.poll();
    if (entry != null) {
      next.bytes -= entry.cost();
    }
    return entry;
  }

  /** Removes, from the oldest on, each that is unwanted when its turn comes. */
  void removeIf(Predicate<Outgoing> unwanted, Consumer<Outgoing> removed) {
    next.removeIf(unwanted, removed);
    behind.removeIf(unwanted, removed);
  }
}
