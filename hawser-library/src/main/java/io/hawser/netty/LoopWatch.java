package io.hawser.netty;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Whether code of the application holds an event loop. The loop counts as it calls such code, and
 * as it returns; whoever finds the same odd number twice knows that it has not returned between.
 */
final class LoopWatch {
  private static final VarHandle TURNS;

  static {
    try {
      TURNS = MethodHandles.lookup().findVarHandle(LoopWatch.class, "turns", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Runnable closed;

  // written by the loop alone, by way of TURNS
  @SuppressWarnings("unused")
  private int turns;

  /**
   * Begins with no call.
   *
   * @param closed called by each {@link #close}
   */
  LoopWatch(Runnable closed) {
    this.closed = closed;
  }

  /** Code of the application is called, and not by other such code; on the loop. */
  void enter() {
    TURNS.setOpaque(this, (int) TURNS.getOpaque(this) + 1);
  }

  /** It has returned. */
  void leave() {
    enter();
  }

  /** One of those for whom it was opened will not call such code any more. */
  void close() {
    closed.run();
  }

  /** A number that is odd while such code runs, and another one for each call. */
  int turns() {
    return (int) TURNS.getOpaque(this);
  }
}
