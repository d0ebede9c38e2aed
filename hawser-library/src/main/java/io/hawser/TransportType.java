package io.hawser;

/**
 * The way to the system's sockets. All do the same; they differ in what a message costs, see
 * docs/topics/performance.md.
 *
 * <p>The system property {@code io.hawser.transport}, with one of these names in any case, is what
 * servers use that do not say, and all clients, which share their event loops. Without it that is
 * {@link #AUTO}.
 */
public enum TransportType {
  /** The best that works here: io_uring is only taken if asked for, epoll, kqueue, else NIO. */
  AUTO,

  /** Linux's io_uring, with buffers that the kernel picks. Containers often forbid it. */
  IO_URING,

  /** Linux's epoll. */
  EPOLL,

  /** The kqueue of macOS and BSD. */
  KQUEUE,

  /** The JDK's selectors, on every system. */
  NIO
}
