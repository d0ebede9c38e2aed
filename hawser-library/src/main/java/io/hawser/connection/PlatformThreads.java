package io.hawser.connection;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads of the system, for calls that would hold on to what carries a virtual one. */
public final class PlatformThreads {
  private static final int IDLE_SECONDS = 5;

  private PlatformThreads() {}

  /**
   * Returns a pool whose threads come as they are needed, never keep a process alive, and go when
   * they have nothing to do for a while; what comes when all are busy waits for one.
   *
   * @param name what their names begin with
   */
  public static ThreadPoolExecutor pool(String name, int most) {
    var pool =
        new ThreadPoolExecutor(
            most,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name(name, 1).factory());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
