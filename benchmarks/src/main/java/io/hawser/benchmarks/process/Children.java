package io.hawser.benchmarks.process;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The processes that this one has started; none outlives it. */
public final class Children {
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();
  private static final int KILL_SECONDS = 10;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Children::endAll, "end-children"));
  }

  private Children() {}

  /** Starts one, which whoever calls this is to {@link #end}; if not, the end of this JVM does. */
  public static Process start(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    RUNNING.add(process);
    return process;
  }

  /** Kills it, if it has not ended by itself, and waits until it is gone. */
  public static void end(Process process) {
    process.destroyForcibly();
    boolean interrupted = false;
    try {
      process.waitFor(KILL_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    RUNNING.remove(process);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void endAll() {
    RUNNING.forEach(Process::destroyForcibly);
  }
}
