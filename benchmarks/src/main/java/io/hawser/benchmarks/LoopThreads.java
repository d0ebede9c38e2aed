package io.hawser.benchmarks;

import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * Runs benchmarks on Netty's own executors: to other threads its allocator gives buffers more
 * slowly. JMH makes it by name.
 */
public final class LoopThreads extends DefaultEventExecutorGroup {
  /** Called by JMH. */
  public LoopThreads(int maxThreads, String prefix) {
    super(maxThreads, new DefaultThreadFactory(prefix));
  }
}
