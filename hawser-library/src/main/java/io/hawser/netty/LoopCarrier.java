package io.hawser.netty;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Runs virtual threads on one event loop: those that a read has woken as soon as the read is over,
 * and what they have the loop do right behind them.
 *
 * <p>A virtual thread that runs here is not the loop's thread in Netty's eyes, nor in its own: it
 * hands its work over, as any other thread does. But the two never run at the same time.
 */
final class LoopCarrier implements Executor {
  private final EventLoop loop;
  private final LoopWatch watch;

  // owned by the loop, and by the virtual threads that run on it
  private final ArrayDeque<Runnable> ready = new ArrayDeque<>();
  private final ArrayDeque<Runnable> handedOver = new ArrayDeque<>();
  private final Runnable turn = this::turn;
  private boolean scheduled;
  private boolean running;

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
    if (loop.inEventLoop()) {
      ready.add(thread);
      if (!scheduled && !running) {
        scheduled = true;
        if (!LoopLocal.ofThisLoop().afterRead().add(turn)) {
          loop.execute(turn);
        }
      }
      return;
    }
    try {
      loop.execute(() -> run(thread));
    } catch (RejectedExecutionException e) {
      // the server is gone and this thread is not: it goes on elsewhere, to see that and to end
      gone = true;
      ForkJoinPool.commonPool().execute(thread);
    }
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
      for (int left = ready.size(); left > 0; left--) {
        run(ready.remove());
      }
    } finally {
      running = false;
    }
    if (!ready.isEmpty() && !scheduled) {
      // one that yields is ready again at once; as a timer it comes behind what sockets bring
      scheduled = true;
      var unused = loop.schedule(turn, 1, TimeUnit.NANOSECONDS);
    }
  }

  private void run(Runnable thread) {
    watch.enter();
    try {
      thread.run();
    } finally {
      watch.leave();
      for (Runnable task = handedOver.poll(); task != null; task = handedOver.poll()) {
        task.run();
      }
    }
  }
}
