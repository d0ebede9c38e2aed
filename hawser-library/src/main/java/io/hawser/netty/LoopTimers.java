package io.hawser.netty;

import io.hawser.connection.Timers;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The timers of an event loop. */
record LoopTimers(EventLoop loop) implements Timers {
  @Override
  public Timer after(Duration delay, Runnable task) {
    var scheduled = loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }
}
