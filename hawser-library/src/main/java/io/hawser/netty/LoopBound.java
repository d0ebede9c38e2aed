package io.hawser.netty;

import io.netty.channel.EventLoop;
import java.net.SocketAddress;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** The event loop that a byte stream belongs to, and the thread that it may carry for it. */
abstract class LoopBound extends Delivery {
  private final EventLoop loop;
  private final SocketAddress localAddress;
  private final SocketAddress remoteAddress;

  // what carries the thread that serves the connection, unless the JDK does, and that thread: set
  // before it starts, and of no use to others
  private @Nullable LoopCarrier carrier;
  private @Nullable Thread served;

  LoopBound(EventLoop loop, SocketAddress localAddress, SocketAddress remoteAddress) {
    this.loop = loop;
    // kept: a closed socket has none
    this.localAddress = local().lastAddress().same(localAddress);
    this.remoteAddress = remoteAddress;
  }

  /** The thread that serves the connection runs on its loop; null if it does not. */
  void carriedBy(@Nullable LoopCarrier carrier) {
    this.carrier = carrier;
  }

  /** Who serves the connection. */
  void servedBy(Thread thread) {
    served = thread;
  }

  final EventLoop loop() {
    return loop;
  }

  @Override
  public boolean isOnLoop() {
    return loop.inEventLoop();
  }

  @Override
  public boolean isCarried() {
    return carriesCaller() != null;
  }

  /** The thread that serves the connection, if it runs on its event loop; null if none does. */
  final @Nullable Thread carried() {
    return carrier == null ? null : served;
  }

  private @Nullable LoopCarrier carriesCaller() {
    LoopCarrier carries = carrier;
    return carries != null && Thread.currentThread().equals(served) && !carries.isGone()
        ? carries
        : null;
  }

  @Override
  public void execute(Runnable task) {
    LoopCarrier carries = carriesCaller();
    if (carries != null) {
      carries.handOver(task);
      return;
    }
    if (isOnLoop() && local().afterRead().add(task)) {
      return;
    }
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      // the loop is gone, and every connection of it was told so
    }
  }

  @Override
  public SocketAddress localAddress() {
    return localAddress;
  }

  @Override
  public SocketAddress remoteAddress() {
    return remoteAddress;
  }
}
