package io.hawser.netty;

import io.hawser.connection.PlatformThreads;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * A call that may block, on another thread, so that whoever waits for it can stop waiting.
 * Cancelled, its thread is interrupted; what it returns later is dropped.
 */
final class BlockingCall<T> extends FutureTask<T> {
  /**
   * Not virtual: the JDK's resolver would hold on to the threads that carry these, of which there
   * are few. No more than these, however many names do not resolve; each goes when it has nothing
   * to do.
   */
  private static final ThreadPoolExecutor RESOLVERS = PlatformThreads.pool("hawser-resolve-", 64);

  private final CompletableFuture<T> result = new CompletableFuture<>();

  private BlockingCall(Callable<T> call) {
    super(call);
  }

  /** Calls on a virtual thread. */
  static <T> BlockingCall<T> start(String name, Callable<T> call) {
    var blocking = new BlockingCall<T>(call);
    Thread.ofVirtual().name(name).start(blocking);
    return blocking;
  }

  /** Calls on a platform thread, of which there are not many. */
  static <T> BlockingCall<T> startResolving(Callable<T> call) {
    var blocking = new BlockingCall<T>(call);
    RESOLVERS.execute(blocking);
    return blocking;
  }

  /** What the call returns or throws. */
  CompletableFuture<T> result() {
    return result;
  }

  /** Stops waiting. */
  void abandon() {
    cancel(true);
    RESOLVERS.remove(this);
  }

  @Override
  protected void set(T value) {
    super.set(value);
    result.complete(value);
  }

  @Override
  protected void setException(Throwable failure) {
    super.setException(failure);
    result.completeExceptionally(failure);
  }

  @Override
  protected void done() {
    if (isCancelled()) {
      result.cancel(false);
    }
  }
}
