package io.hawser.netty;

import io.hawser.TransportType;
import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueDomainSocketChannel;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerDomainSocketChannel;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDomainSocketChannel;
import io.netty.channel.uring.IoUringServerDomainSocketChannel;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.util.internal.PlatformDependent;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What moves the bytes: the event loops and channels of one way to the system's sockets. */
@SuppressWarnings("ImmutableEnumChecker") // the suppliers have no state
enum Engine {
  IO_URING(
      IoUring::unavailabilityCause,
      UringBuffers::loops,
      new ChannelTypes(
          IoUringServerSocketChannel.class,
          IoUringServerDomainSocketChannel.class,
          IoUringSocketChannel.class,
          IoUringDomainSocketChannel.class)),

  EPOLL(
      Epoll::unavailabilityCause,
      EpollIoHandler::newFactory,
      new ChannelTypes(
          EpollServerSocketChannel.class,
          EpollServerDomainSocketChannel.class,
          EpollSocketChannel.class,
          EpollDomainSocketChannel.class)),

  KQUEUE(
      KQueue::unavailabilityCause,
      KQueueIoHandler::newFactory,
      new ChannelTypes(
          KQueueServerSocketChannel.class,
          KQueueServerDomainSocketChannel.class,
          KQueueSocketChannel.class,
          KQueueDomainSocketChannel.class)),

  NIO(
      () -> null,
      NioIoHandler::newFactory,
      new ChannelTypes(
          NioServerSocketChannel.class,
          NioServerDomainSocketChannel.class,
          NioSocketChannel.class,
          NioDomainSocketChannel.class));

  /** Names the transport of those who do not say. */
  static final String PROPERTY = "io.hawser.transport";

  private static final Logger LOG = LoggerFactory.getLogger("io.hawser.transport");

  private record ChannelTypes(
      Class<? extends ServerChannel> server,
      Class<? extends ServerChannel> unixServer,
      Class<? extends Channel> socket,
      Class<? extends Channel> unixSocket) {}

  private final Supplier<@Nullable Throwable> unavailable;
  private final Supplier<IoHandlerFactory> loops;
  private final ChannelTypes types;

  Engine(
      Supplier<@Nullable Throwable> unavailable,
      Supplier<IoHandlerFactory> loops,
      ChannelTypes types) {
    this.unavailable = unavailable;
    this.loops = loops;
    this.types = types;
  }

  /** Returns the engine of those who do not say. */
  static Engine ofProperty() {
    String set = System.getProperty(PROPERTY);
    String name = set == null ? TransportType.AUTO.name() : set;
    return of(
        Arrays.stream(TransportType.values())
            .filter(type -> type.name().equalsIgnoreCase(name.strip()))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException(unknown(name))));
  }

  /**
   * Returns the engine that is asked for.
   *
   * @throws IllegalStateException if it does not work here
   */
  static Engine of(TransportType wanted) {
    if (wanted == TransportType.AUTO) {
      return Best.ENGINE;
    }
    Engine engine = valueOf(wanted.name());
    Throwable cause = engine.unavailable.get();
    if (cause != null) {
      throw new IllegalStateException(
          "transport %s is not available here: %s".formatted(wanted, reason(cause)), cause);
    }
    return engine;
  }

  IoHandlerFactory loops() {
    return loops.get();
  }

  /** What listens on such an address. */
  Class<? extends ServerChannel> serverChannel(SocketAddress address) {
    return isUnix(address) ? types.unixServer() : types.server();
  }

  /** What connects to such an address. */
  Class<? extends Channel> channel(SocketAddress address) {
    return isUnix(address) ? types.unixSocket() : types.socket();
  }

  /** Returns the address as this engine's channels know it. */
  SocketAddress address(SocketAddress address) {
    return this != NIO && address instanceof UnixDomainSocketAddress unix
        ? new DomainSocketAddress(unix.getPath().toString())
        : address;
  }

  /**
   * Sets what a channel reads into, before it does; on its loop.
   *
   * @param keepsNothing if so, each read is through before the next, and all of the loop's channels
   *     read into one buffer
   */
  void prepare(Channel channel, boolean keepsNothing) {
    if (this == IO_URING) {
      UringBuffers.use(channel);
    } else if (keepsNothing) {
      channel.config().setRecvByteBufAllocator(LoopLocal.ofThisLoop().buffers().reads());
    }
  }

  private static boolean isUnix(SocketAddress address) {
    return address instanceof UnixDomainSocketAddress;
  }

  private static String unknown(String name) {
    String known =
        Arrays.stream(TransportType.values())
            .map(type -> type.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return "%s: %s; must be one of %s".formatted(PROPERTY, name, known);
  }

  /** The innermost cause says most: those around it tell of libraries that were not loaded. */
  private static String reason(Throwable unavailable) {
    Throwable cause = unavailable;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  /** Found out once, and said once if it is not what could be expected. */
  private static final class Best {
    static final Engine ENGINE = find();

    private static Engine find() {
      Engine expected = PlatformDependent.isOsx() ? KQUEUE : EPOLL;
      Throwable cause = expected.unavailable.get();
      if (cause == null) {
        return expected;
      }
      if (!PlatformDependent.isWindows()) {
        LOG.info("{} is not available here, NIO is used: {}", expected, reason(cause));
      }
      return NIO;
    }
  }
}
