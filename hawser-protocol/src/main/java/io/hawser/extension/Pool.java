package io.hawser.extension;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A bounded number of spare objects, for any number of threads without locks or garbage.
 *
 * <p>Its slots are searched from the first one, so that the object used last, and still in the
 * processor's cache, is the likeliest to be used next.
 */
final class Pool<T> {
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);

  private final Object[] slots;
  private final Supplier<T> create;
  private final Consumer<T> discard;

  /**
   * Begins with no object.
   *
   * @param bound how many spare objects are kept at most
   * @param discard takes what does not fit in
   */
  Pool(int bound, Supplier<T> create, Consumer<T> discard) {
    this.slots = new Object[bound];
    this.create = create;
    this.discard = discard;
  }

  /** Returns an object that is nobody else's now. */
  T take() {
    for (int i = 0; i < slots.length; i++) {
      if (SLOT.getOpaque(slots, i) != null) {
        @SuppressWarnings("unchecked") // give() puts nothing else in
        T object = (T) SLOT.getAndSet(slots, i, null);
        if (object != null) {
          return object;
        }
      }
    }
    return create.get();
  }

  /** Takes an object back, which must be as good as new. */
  void give(T object) {
    for (int i = 0; i < slots.length; i++) {
      if (SLOT.getOpaque(slots, i) == null && SLOT.compareAndSet(slots, i, null, object)) {
        return;
      }
    }
    discard.accept(object);
  }
}
