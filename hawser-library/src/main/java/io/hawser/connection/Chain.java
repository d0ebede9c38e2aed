package io.hawser.connection;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A queue that runs through its entries themselves: while it is empty, as that of an idle
 * connection is, it holds no array. An entry stands in one queue at a time. Not safe for several
 * threads at once.
 */
class Chain<T extends Chain.Link<T>> {
  private @Nullable T first;
  private @Nullable T last;

  /** What can stand in a queue. */
  abstract static class Link<T extends Link<T>> {
    private @Nullable T next;
  }

  boolean isEmpty() {
    return first == null;
  }

  /** Returns the oldest entry; null if there is none. */
  @Nullable T peek() {
    return first;
  }

  void add(T entry) {
    if (last == null) {
      first = entry;
    } else {
      follow(last, entry);
    }
    last = entry;
  }

  /** Takes over all that is in another queue, behind what is in this one. */
  final void addAll(Chain<T> other) {
    if (other.first == null) {
      return;
    }
    if (last == null) {
      first = other.first;
    } else {
      follow(last, other.first);
    }
    last = other.last;
    other.first = null;
    other.last = null;
  }

  /** Takes the oldest entry; null if there is none. */
  @Nullable T poll() {
    T entry = first;
    if (entry != null) {
      first = after(entry);
      follow(entry, null);
      if (first == null) {
        last = null;
      }
    }
    return entry;
  }

  /** Forgets all. */
  void clear() {
    first = null;
    last = null;
  }

  /** Removes, from the oldest on, each that is unwanted when its turn comes. */
  void removeIf(Predicate<? super T> unwanted, Consumer<? super T> removed) {
    T before = null;
    T entry = first;
    while (entry != null) {
      T next = after(entry);
      if (!unwanted.test(entry)) {
        before = entry;
      } else {
        if (before == null) {
          first = next;
        } else {
          follow(before, next);
        }
        last = next == null ? before : last;
        follow(entry, null);
        removed.accept(entry);
      }
      entry = next;
    }
  }

  private static <T extends Link<T>> @Nullable T after(T entry) {
    return ((Link<T>) entry).next;
  }

  private static <T extends Link<T>> void follow(T entry, @Nullable T next) {
    ((Link<T>) entry).next = next;
  }
}
