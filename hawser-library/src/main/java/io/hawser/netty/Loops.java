package io.hawser.netty;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;

/** The threads that move bytes. */
final class Loops {
  private Loops() {}

  /** Returns the loops of one server. */
  static EventLoopGroup forServer(Engine engine, int threads) {
    return group("hawser-server-loop", engine, threads);
  }

  /** The loops that all clients of this process share; started by the first, never in its way. */
  static EventLoopGroup forClients() {
    return Clients.GROUP;
  }

  /** What moves the bytes of clients. */
  static Engine engineOfClients() {
    return Clients.ENGINE;
  }

  private static EventLoopGroup group(String name, Engine engine, int threads) {
    // daemons: what keeps a process alive is its own code, such as a call of join()
    return new MultiThreadIoEventLoopGroup(
        threads, new DefaultThreadFactory(name, true), engine.loops());
  }

  private static final class Clients {
    static final Engine ENGINE = Engine.ofProperty();
    static final EventLoopGroup GROUP =
        group(
            "hawser-client-loop", ENGINE, Math.min(4, Runtime.getRuntime().availableProcessors()));
  }
}
