package io.hawser.netty;

import io.hawser.TimeSource;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The system's time, with alarms on a thread that is none of a server's or a client's. */
enum SystemTime implements TimeSource {
  INSTANCE;

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Alarm after(Duration delay, Runnable alarm) {
    var scheduled =
        GlobalEventExecutor.INSTANCE.schedule(alarm, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }
}
