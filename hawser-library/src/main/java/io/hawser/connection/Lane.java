package io.hawser.connection;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Entries in the order in which they are written, and how much they are together. */
class Lane extends Chain<Outgoing> {
  private long bytes;

  /** How much there is. */
  long bytes() {
    return bytes;
  }

  @Override
  void add(Outgoing entry) {
    super.add(entry);
    bytes += entry.cost();
  }

  @Override
  @Nullable Outgoing poll() {
    Outgoing entry = super.poll();
    if (entry != null) {
      bytes -= entry.cost();
    }
    return entry;
  }

  @Override
  void clear() {
    super.clear();
    bytes = 0;
  }

  @Override
  void removeIf(Predicate<? super Outgoing> unwanted, Consumer<? super Outgoing> removed) {
    super.removeIf(
        unwanted,
        entry -> {
          bytes -= entry.cost();
          removed.accept(entry);
        });
  }
}
