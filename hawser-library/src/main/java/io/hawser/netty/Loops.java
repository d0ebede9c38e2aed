package io.hawser.netty;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;

/** The threads that move bytes. */
final class Loops {
  private Loops() {}

  /** Returns the loops of one server. */
  static EventLoopGroup forServer(int threads) {
    return group("hawser-server-loop", threads);
  }

  /** The loops that all clients of this process share; started by the first, never in its way. */
  static EventLoopGroup forClients() {
    return Clients.GROUP;
  }

  private static EventLoopGroup group(String name, int threads) {
    // daemons: what keeps a process alive is its own code, such as a call of join()
    return new MultiThreadIoEventLoopGroup(
        threads, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
  }

  private static final class Clients {
    static final EventLoopGroup GROUP =
        group("hawser-client-loop", Math.min(4, Runtime.getRuntime().availableProcessors()));
  }
}
