package io.hawser.connection;

import io.hawser.error.CallInterruptedException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/** Threads for what must not run on the thread that has it to do. */
final class Offload {
  private static final ThreadPoolExecutor THREADS = PlatformThreads.pool("hawser-offload-", 256);

  private Offload() {}

  static <T extends @Nullable Object> T call(Callable<T> call) throws Exception {
    Future<T> done = THREADS.submit(call);
    try {
      return done.get();
    } catch (InterruptedException e) {
      done.cancel(true);
      Thread.currentThread().interrupt();
      throw new CallInterruptedException("offload", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Exception thrown -> throw thrown;
        case Error thrown -> throw thrown;
        case null, default -> throw e;
      }
    }
  }
}
