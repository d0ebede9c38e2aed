package io.hawser.netty;

import io.hawser.Carrier;
import io.hawser.lock.BriefLock;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the virtual threads of a server's connections. */
final class ConnectionThreads {
  private static final Logger LOG = LoggerFactory.getLogger("io.hawser.server");
  private static final AtomicBoolean WARNED = new AtomicBoolean();

  /** Those that have ended are not worth looking for before there are so many. */
  private static final int FEW = 16;

  /** Null for the JDK's scheduler. */
  private final @Nullable Map<EventLoop, LoopCarrier> carriers;

  private final Supplier<Stream<Thread>> serving;

  /** Those of hooks that are at work. */
  private final Set<Thread> hooks = ConcurrentHashMap.newKeySet();

  private final BriefLock lock = new BriefLock();

  // guarded by lock: those of connections that are closed, alive when they were last looked through
  private final List<Thread> leaving = new ArrayList<>();
  private int mostLeaving = FEW;

  private final HeldLoops held = new HeldLoops(SystemTime.INSTANCE, LOG, this::mounted);

  /**
   * Makes threads that run on event loops, if that is wanted and the JVM lets us.
   *
   * @param serving the threads of the connections that are open; asked when a loop is held
   */
  ConnectionThreads(Carrier wanted, Supplier<Stream<Thread>> serving) {
    this.serving = serving;
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

  /** Calls hooks, on a thread that was made here. */
  <T> T call(Supplier<T> called) {
    if (carriers == null) {
      return called.get();
    }
    hooks.add(Thread.currentThread());
    try {
      return called.get();
    } finally {
      hooks.remove(Thread.currentThread());
    }
  }

  /** A connection is closed; its thread may go on for a while. */
  void left(@Nullable Thread thread) {
    if (thread == null || !thread.isAlive()) {
      return;
    }
    lock.lock();
    try {
      if (leaving.size() >= mostLeaving) {
        leaving.removeIf(one -> !one.isAlive());
        mostLeaving = 2 * leaving.size() + FEW;
      }
      leaving.add(thread);
    } finally {
      lock.unlock();
    }
  }

  private List<Thread> leaving() {
    lock.lock();
    try {
      return List.copyOf(leaving);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Thread mounted(EventLoop loop) {
    return Stream.of(hooks.stream(), serving.get(), leaving().stream())
        .flatMap(threads -> threads)
        .filter(thread -> isOn(loop, thread))
        .findFirst()
        .orElse(null);
  }

  private static boolean isOn(EventLoop loop, Thread virtual) {
    Thread carrier = CarriedThreads.carrierOf(virtual);
    return carrier != null && loop.inEventLoop(carrier);
  }
}
