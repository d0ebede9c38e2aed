package io.hawser.netty;

import io.hawser.Carrier;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the virtual threads of a server's connections. */
final class ConnectionThreads {
  private static final Logger LOG = LoggerFactory.getLogger("io.hawser.server");
  private static final AtomicBoolean WARNED = new AtomicBoolean();

  /** Null for the JDK's scheduler. */
  private final @Nullable Map<EventLoop, LoopCarrier> carriers;

  private final HeldLoops held = new HeldLoops(SystemTime.INSTANCE, LOG, this::mounted);

  /** Makes threads that run on event loops, if that is wanted and the JVM lets us. */
  ConnectionThreads(Carrier wanted) {
    String missing = wanted == Carrier.LOOP ? CarriedThreads.missing() : "";
    if (!missing.isEmpty() && WARNED.compareAndSet(false, true)) {
      LOG.warn("virtual threads run on the JDK's scheduler, not on event loops: that {}", missing);
    }
    carriers = wanted == Carrier.LOOP && missing.isEmpty() ? new ConcurrentHashMap<>() : null;
  }

  /** Returns what runs the virtual threads of a loop's connections; null for the JDK. */
  @Nullable LoopCarrier carrier(EventLoop loop) {
    return carriers == null
        ? null
        : carriers.computeIfAbsent(loop, added -> new LoopCarrier(loop, held.open(loop)));
  }

  /** What finds out if application code holds a loop. */
  HeldLoops held() {
    return held;
  }

  /** Makes the thread of a connection, whose name it has, not started yet. */
  Thread unstarted(EventLoop loop, String id, Runnable task) {
    LoopCarrier carrier = carrier(loop);
    return carrier == null
        ? Thread.ofVirtual().name(id).unstarted(task)
        : carrier.unstarted(id, task);
  }

  private @Nullable Thread mounted(EventLoop loop) {
    LoopCarrier carrier = carriers == null ? null : carriers.get(loop);
    return carrier == null ? null : carrier.mounted();
  }
}
