package io.hawser.netty;

import io.hawser.TimeSource;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for event loops that an application's code holds for longer than 100 ms, and logs what it
 * is doing: once for each time, and at most once a minute for each loop.
 */
final class HeldLoops {
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** The loops that all clients share. */
  private static final HeldLoops OF_CLIENTS =
      new HeldLoops(SystemTime.INSTANCE, LoggerFactory.getLogger("io.hawser.client"), loop -> null);

  private final TimeSource time;
  private final Logger log;
  private final Function<EventLoop, @Nullable Thread> mounted;
  private final Map<EventLoop, LoopWatch> watches = new ConcurrentHashMap<>();

  // owned by the thread that looks
  private final Map<EventLoop, Seen> seen = new HashMap<>();

  /** How many may hold a loop: nobody looks while there are none. */
  private final AtomicInteger open = new AtomicInteger();

  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile boolean stopped;

  /** What was found at a loop last. */
  private static final class Seen {
    int turns;
    long sinceNanos;
    boolean told;
    long toldNanos;
    boolean toldOnce;
  }

  /**
   * Looks while there is a counter of somebody's.
   *
   * @param mounted returns the virtual thread that runs on a loop now, if one does
   */
  HeldLoops(TimeSource time, Logger log, Function<EventLoop, @Nullable Thread> mounted) {
    this.time = time;
    this.log = log;
    this.mounted = mounted;
  }

  /** Those of clients. */
  static HeldLoops ofClients() {
    return OF_CLIENTS;
  }

  /** Returns the counter of a loop, which is looked at until it is closed as often as opened. */
  LoopWatch open(EventLoop loop) {
    open.incrementAndGet();
    if (looking.compareAndSet(false, true)) {
      lookSoon();
    }
    return watches.computeIfAbsent(loop, added -> new LoopWatch(open::decrementAndGet));
  }

  void stop() {
    stopped = true;
  }

  private void lookSoon() {
    time.after(LOOK, this::look);
  }

  private void look() {
    if (stopped) {
      return;
    }
    watches.forEach(this::look);
    if (open.get() > 0 || !rests()) {
      lookSoon();
    }
  }

  /** Looks no more; returns false if somebody came meanwhile, who found it looking still. */
  private boolean rests() {
    looking.set(false);
    return open.get() == 0 || !looking.compareAndSet(false, true);
  }

  private void look(EventLoop loop, LoopWatch watch) {
    int turns = watch.turns();
    long now = time.nanos();
    Seen last = seen.computeIfAbsent(loop, added -> new Seen());
    if (turns != last.turns || turns % 2 == 0) {
      last.turns = turns;
      last.sinceNanos = now;
      last.told = false;
    } else if (now - last.sinceNanos >= MOST_NANOS && !last.told && mayTell(last, now)) {
      last.told = true;
      last.toldOnce = true;
      last.toldNanos = now;
      tell(loop, now - last.sinceNanos);
    }
  }

  private static boolean mayTell(Seen last, long now) {
    return !last.toldOnce || now - last.toldNanos >= PAUSE_NANOS;
  }

  private void tell(EventLoop loop, long heldNanos) {
    Thread virtual = mounted.apply(loop);
    var held = new Held(virtual == null ? stackOf(loop) : virtual.getStackTrace());
    log.warn(
        "an event loop is held for {} ms and more by {}, and all its connections wait; see offload",
        TimeUnit.NANOSECONDS.toMillis(heldNanos),
        virtual == null ? "a listener" : nameOf(virtual),
        held);
  }

  /** Those that a handler has started mostly have no name. */
  private static String nameOf(Thread virtual) {
    return virtual.getName().isEmpty() ? virtual.toString() : virtual.getName();
  }

  private static StackTraceElement[] stackOf(EventLoop loop) {
    return loop instanceof SingleThreadEventExecutor single
        ? single.threadProperties().stackTrace()
        : new StackTraceElement[0];
  }

  /** Where it is held; nothing was thrown. */
  private static final class Held extends Throwable {
    private static final long serialVersionUID = 1;

    Held(StackTraceElement[] stack) {
      super("held here", null, false, true);
      setStackTrace(stack);
    }
  }
}
