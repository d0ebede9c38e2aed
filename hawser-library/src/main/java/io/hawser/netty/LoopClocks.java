package io.hawser.netty;

import io.hawser.TimeSource;
import io.hawser.connection.LoopClock;
import io.hawser.connection.Timers;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The clock of each event loop, made when its first connection opens. */
final class LoopClocks {
  /** The system's time, on the loops that all clients share. */
  private static final LoopClocks OF_CLIENTS = new LoopClocks(null);

  private final @Nullable TimeSource source;
  private final Map<EventLoop, LoopClock> clocks = new ConcurrentHashMap<>();

  /**
   * Begins without clocks.
   *
   * @param source null for the system's time
   */
  LoopClocks(@Nullable TimeSource source) {
    this.source = source;
  }

  /** Returns clocks for connections of clients; null for the system's time. */
  static LoopClocks ofClients(@Nullable TimeSource source) {
    return source == null ? OF_CLIENTS : new LoopClocks(source);
  }

  /** The time itself. */
  TimeSource source() {
    return source == null ? SystemTime.INSTANCE : source;
  }

  /** Returns the clock of a loop. */
  LoopClock of(EventLoop loop) {
    return clocks.computeIfAbsent(loop, this::create);
  }

  private LoopClock create(EventLoop loop) {
    TimeSource given = source;
    return given == null
        ? new LoopClock(System::nanoTime, systemTimers(loop))
        : new LoopClock(given::nanos, timers(given, loop));
  }

  private static Timers systemTimers(EventLoop loop) {
    return (nanos, task) -> {
      var scheduled = loop.schedule(task, nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
      return () -> scheduled.cancel(false);
    };
  }

  private static Timers timers(TimeSource source, EventLoop loop) {
    return (nanos, task) -> {
      TimeSource.Alarm alarm = source.at(nanos, () -> loop.execute(task));
      return alarm::cancel;
    };
  }
}
