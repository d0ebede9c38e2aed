package io.hawser.netty;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs virtual threads on one event loop: those that a read has woken as soon as the read is over,
 * and what they have the loop do right behind them.
 *
 * <p>A virtual thread that runs here is not the loop's thread in Netty's eyes, nor in its own: it
 * hands its work over, as any other thread does. But the two never run at the same time.
 */
final class LoopCarrier implements Executor {
  private static final VarHandle MOUNTED;

  static {
    try {
      MOUNTED = MethodHandles.lookup().findVarHandle(LoopCarrier.class, "mounted", Runnable.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final EventLoop loop;
  private final LoopWatch watch;

  // owned by the loop, and by the virtual threads that run on it
  private final ArrayDeque<Runnable> ready = new ArrayDeque<>();
  private final ArrayDeque<Runnable> handedOver = new ArrayDeque<>();
  private final Runnable turn = this::turn;
  private final FutureListener<Object> leaveIfCancelled = this::leaveIfCancelled;

  // what is run of a virtual thread now, by way of MOUNTED; read by whoever finds the loop held
  @SuppressWarnings("unused")
  private @Nullable Runnable mounted;

  private boolean scheduled;
  private boolean running;

  /** Whether threads go on elsewhere, for the loop ends. */
  private volatile boolean gone;

  LoopCarrier(EventLoop loop, LoopWatch watch) {
    this.loop = loop;
    this.watch = watch;
  }

  /** Makes a virtual thread that runs here. */
  Thread unstarted(String name, Runnable task) {
    return CarriedThreads.unstarted(this, name, task);
  }

  /** Runs a virtual thread, called by the JDK, until it waits. */
  @Override
  public void execute(Runnable thread) {
    if (gone) {
      runElsewhere(thread);
    } else if (loop.inEventLoop()) {
      ready.add(thread);
      if (!scheduled && !running) {
        scheduled = true;
        runSoon();
      }
    } else {
      try {
        loop.execute(() -> run(thread));
      } catch (RejectedExecutionException e) {
        gone = true;
        runElsewhere(thread);
      }
    }
  }

  /** The virtual thread that runs here now; null if none does, or the JDK does not let us know. */
  @Nullable Thread mounted() {
    Object running = MOUNTED.getOpaque(this);
    return running == null ? null : CarriedThreads.threadOf((Runnable) running);
  }

  /** Whether the threads that were made here do not run here any more. */
  boolean isGone() {
    return gone;
  }

  /** Has the loop do something once the virtual thread that calls this waits. */
  void handOver(Runnable task) {
    if (!gone) {
      handedOver.add(task);
    }
  }

  private void turn() {
    scheduled = false;
    running = true;
    try {
      for (int left = ready.size(); left > 0 && !gone; left--) {
        run(ready.remove());
      }
    } finally {
      running = false;
      if (!ready.isEmpty() && !scheduled) {
        runLater();
      }
    }
  }

  private void runSoon() {
    if (LoopLocal.ofThisLoop().afterRead().add(turn)) {
      return;
    }
    try {
      loop.execute(turn);
    } catch (RejectedExecutionException e) {
      leave();
    }
  }

  /** One that yields is ready again at once; as a timer it comes behind what sockets bring. */
  private void runLater() {
    if (loop.isShuttingDown()) {
      leave();
      return;
    }
    scheduled = true;
    try {
      loop.schedule(turn, 1, TimeUnit.NANOSECONDS).addListener(leaveIfCancelled);
    } catch (RejectedExecutionException e) {
      leave();
    }
  }

  /** The server is gone and threads are not: they go on elsewhere, to see that and to end. */
  private void leave() {
    gone = true;
    for (Runnable thread = ready.poll(); thread != null; thread = ready.poll()) {
      runElsewhere(thread);
    }
  }

  private static void runElsewhere(Runnable thread) {
    ForkJoinPool.commonPool().execute(thread);
  }

  private void leaveIfCancelled(Future<?> turn) {
    if (turn.isCancelled()) {
      leave();
    }
  }

  private void run(Runnable thread) {
    MOUNTED.setOpaque(this, thread);
    watch.enter();
    try {
      thread.run();
    } finally {
      watch.leave();
      MOUNTED.setOpaque(this, null);
      for (Runnable task = handedOver.poll(); task != null; task = handedOver.poll()) {
        task.run();
      }
    }
  }
}
