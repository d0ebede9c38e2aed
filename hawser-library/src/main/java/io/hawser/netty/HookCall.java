package io.hawser.netty;

import io.hawser.handshake.Refusal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Hooks at work, on the virtual thread of the connection: if one opens, the same thread goes on to
 * serve it.
 */
final class HookCall implements Executor {
  private final Executor loop;
  private final BiConsumer<HookCall, Verdict> then;
  private final CompletableFuture<Runnable> next = new CompletableFuture<>();
  private final Thread thread;

  private HookCall(
      Function<Runnable, Thread> threads,
      Supplier<Verdict> hooks,
      Executor loop,
      BiConsumer<HookCall, Verdict> then) {
    this.loop = loop;
    this.then = then;
    this.thread = threads.apply(() -> run(hooks));
  }

  /**
   * Starts hooks.
   *
   * @param threads makes the thread, not started yet
   * @param then called on the loop when they have returned, given up or not
   */
  static HookCall start(
      Function<Runnable, Thread> threads,
      Supplier<Verdict> hooks,
      Executor loop,
      BiConsumer<HookCall, Verdict> then) {
    var call = new HookCall(threads, hooks, loop, then);
    call.thread.start();
    return call;
  }

  /** The thread of the hooks, and of the connection if one opens. */
  Thread thread() {
    return thread;
  }

  /** Interrupts the hooks, for nobody waits for them any more. */
  void giveUp() {
    end();
    thread.interrupt();
  }

  /** Lets the thread end, for there is no connection to serve. */
  void end() {
    next.complete(() -> {});
  }

  /** Goes on with {@code task}, on the thread of the hooks. */
  @Override
  public void execute(Runnable task) {
    next.complete(task);
  }

  private void run(Supplier<Verdict> hooks) {
    Verdict verdict = verdict(hooks);
    try {
      loop.execute(() -> then.accept(this, verdict));
      // a hook may have left its thread interrupted, which is not the handler's concern
      boolean unused = Thread.interrupted();
      next.get().run();
    } catch (RejectedExecutionException | InterruptedException e) {
      // the server was cut off, or the hooks were given up as they returned
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Verdict verdict(Supplier<Verdict> hooks) {
    try {
      return hooks.get();
    } catch (Throwable bug) {
      return new Verdict.Refused(Refusal.internal(bug));
    }
  }
}
