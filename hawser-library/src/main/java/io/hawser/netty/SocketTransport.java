package io.hawser.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.channels.NotYetConnectedException;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A socket as the byte stream under a connection, where nothing has to be done to the bytes: after
 * the opening handshake it leaves its channel behind, with the pipeline and all that only a
 * handshake needs, and is registered with the event loop itself. Owned by the loop.
 */
final class SocketTransport extends LoopTransport implements EpollIoHandle {
  /** How much may wait for the socket before there is no room, and until there is again. */
  private static final int HIGH_BYTES = 64 * 1024;

  private static final int LOW_BYTES = 32 * 1024;

  private static final EpollIoOps TO_READ =
      EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLRDHUP).with(EpollIoOps.EPOLLERR);

  /**
   * Nothing but that the peer is gone, which the loop need not be asked for. A peer that has only
   * ended its output may read on, and what it has sent is not to be read yet.
   *
   * <p>This, as all else, is told once, when it happens, and once more only if asked for again: for
   * the loop to look at each socket a second time would be in vain mostly.
   */
  private static final EpollIoOps RESTING = EpollIoOps.EPOLLET;

  private static final EpollIoOps READING =
      RESTING.with(EpollIoOps.EPOLLIN).with(EpollIoOps.EPOLLRDHUP);

  /** The stream has ended behind what is there to read, or broken. */
  private static final EpollIoOps ENDING = EpollIoOps.EPOLLRDHUP.with(EpollIoOps.EPOLLERR);

  private final Socket socket;

  /** Null once it is left. */
  private @Nullable Channel channel;

  /** Null before the channel is to be left. */
  private @Nullable Runnable whenClosed;

  /** Null before the channel is left. */
  private @Nullable IoRegistration registration;

  /** What the loop was asked to tell. */
  private @Nullable EpollIoOps listening;

  private boolean rests;
  private boolean full;
  private boolean endsOutput;
  private boolean closed;

  /** Null while the socket has taken everything; written by the loop, read by any thread. */
  private volatile @Nullable Backlog backlog;

  SocketTransport(Channel channel, Socket socket, SocketAddress remoteAddress) {
    super(channel.eventLoop(), Addresses.local(channel), remoteAddress);
    this.channel = channel;
    this.socket = socket;
  }

  // ---- from the channel to the loop

  @Override
  void leaveChannel(Supplier<Runnable> takeOver) {
    whenClosed = takeOver.get();
    // its loop is through with it in its next turn; until then its handler delivers
    Objects.requireNonNull(channel).deregister();
  }

  @Override
  void channelLeft(@Nullable Throwable cause) {
    if (closed) {
      return;
    }
    if (!socket.isOpen()) {
      // it was closed meanwhile, of which its handler hears no more
      socketClosed(cause);
      return;
    }
    // by somebody who found it before it was left
    Objects.requireNonNull(channel).closeFuture().addListener(late -> end(null));
    channel = null;
    Future<IoRegistration> registered = ((IoEventLoop) loop()).register(this);
    if (!registered.isSuccess()) {
      // the loop is about to be gone
      end(null);
      return;
    }
    registration = registered.getNow();
    listen();
  }

  @Override
  void channelClosed() {
    closed = true;
    release();
    tellClosed();
  }

  // ---- what the loop tells

  @Override
  public FileDescriptor fd() {
    return socket;
  }

  @Override
  public void handle(IoRegistration registered, IoEvent event) {
    local().ready().add(this, ((EpollIoEvent) event).ops());
  }

  /** Has what {@link #told} needs fetched from memory; see {@link Connection#prefetch}. */
  int prefetch() {
    Thread thread = carried();
    return connection().prefetch()
        + (isGone() ? 1 : 0)
        + (thread != null && thread.isAlive() ? 1 : 0);
  }

  /** The socket is ready, unless it was closed since. */
  void told(EpollIoOps ops) {
    boolean writes = ops.contains(EpollIoOps.EPOLLOUT);
    try {
      Backlog queue = backlog;
      if (queue != null && writes) {
        writeBacklog(queue);
      }
      if (isGone()) {
        return;
      }
      if (rests) {
        lookWhetherGone(ops);
      } else if (!writes || ops.contains(TO_READ)) {
        read(ops.contains(ENDING));
      }
    } catch (Throwable bug) {
      end(bug);
    }
  }

  /** Reads nothing: that there is something to read may have been told before it was to rest. */
  private void lookWhetherGone(EpollIoOps ops) throws IOException {
    int error = ops.contains(EpollIoOps.EPOLLERR) ? socket.getSoError() : 0;
    if (error != 0) {
      end(Errors.newIOException("getsockopt", -error));
    }
  }

  private void read(boolean ending) {
    LoopBuffers buffers = local().buffers();
    int most = connection().isSparing() ? LoopBuffers.SPARING_READ_BYTES : LoopBuffers.READ_BYTES;
    int read;
    try {
      read = socket.recvAddress(buffers.readAddress(), 0, most);
    } catch (IOException | NotYetConnectedException e) {
      // a reset: nothing can be said to this peer any more
      end(e);
      return;
    }
    if (read < 0) {
      end(null);
    } else if (read > 0) {
      received(buffers.read(read));
      readComplete();
      if (!rests && (read == most || ending)) {
        // there may be more, of which it was told already; others have their turn before
        listening = null;
        listen();
      }
    }
  }

  @Override
  public void close() {
    end(null);
  }

  // ---- what the connection asks for

  /** Whether the socket is closed, by whomever: its number may be another one's already. */
  private boolean isGone() {
    return closed || !socket.isOpen();
  }

  @Override
  int offer(ByteBuf buffer, int from, int to) {
    if (isGone() || !buffer.hasMemoryAddress()) {
      return 0;
    }
    try {
      return Math.max(0, socket.sendAddress(buffer.memoryAddress(), from, to));
    } catch (IOException | NotYetConnectedException e) {
      end(e);
      return 0;
    }
  }

  @Override
  void queue(ByteBuf bytes) {
    if (isGone() || !bytes.isReadable()) {
      bytes.release();
      return;
    }
    Backlog queue = backlog;
    if (queue == null) {
      queue = new Backlog();
      backlog = queue;
    }
    queue.add(bytes);
    full |= queue.size() > HIGH_BYTES;
  }

  @Override
  void flushQueue() {
    Backlog queue = backlog;
    if (queue != null && !awaitsRoom()) {
      writeBacklog(queue);
      listen();
    }
  }

  /** Whether the loop says when the socket takes more. */
  private boolean awaitsRoom() {
    return listening != null && listening.contains(EpollIoOps.EPOLLOUT);
  }

  private void writeBacklog(Backlog queue) {
    if (isGone()) {
      return;
    }
    try {
      queue.writeTo(socket, local().buffers());
    } catch (IOException | NotYetConnectedException e) {
      end(e);
      return;
    }
    if (queue.isEmpty()) {
      backlog = null;
      listen();
    }
    queue.tellMarks();
    endOutputIfDue();
    if (full && queue.size() < LOW_BYTES) {
      full = false;
      connection().writable();
    }
  }

  @Override
  public boolean isWritable() {
    return !full && !isGone();
  }

  @Override
  public long pendingBytes() {
    Backlog queue = backlog;
    return queue == null ? 0 : queue.size();
  }

  @Override
  public boolean isTaken() {
    return backlog == null;
  }

  @Override
  public long progress() {
    Backlog queue = backlog;
    // which of them, and how far
    return queue == null
        ? 0
        : ((long) System.identityHashCode(queue) << Integer.SIZE) + queue.written();
  }

  @Override
  public void mark(Runnable written) {
    flush();
    Backlog queue = backlog;
    if (queue == null) {
      written.run();
    } else {
      queue.mark(written);
    }
  }

  @Override
  public void reading(boolean on) {
    if (rests == on) {
      rests = !on;
      if (channel != null) {
        channel.config().setAutoRead(on);
      }
      listen();
    }
  }

  /** Whether what comes is read. */
  boolean isReading() {
    return !rests;
  }

  /** Has the loop tell what is to be known now. */
  private void listen() {
    if (registration == null || closed) {
      return;
    }
    EpollIoOps wanted = rests ? RESTING : READING;
    wanted = backlog == null ? wanted : wanted.with(EpollIoOps.EPOLLOUT);
    if (wanted.equals(listening)) {
      return;
    }
    listening = wanted;
    try {
      registration.submit(wanted);
    } catch (UncheckedIOException e) {
      end(e.getCause());
    }
  }

  @Override
  public void endStream() {
    flush();
    endsOutput = true;
    endOutputIfDue();
  }

  private void endOutputIfDue() {
    if (!endsOutput || closed || backlog != null) {
      return;
    }
    try {
      socket.shutdown(false, true);
    } catch (IOException | NotYetConnectedException e) {
      // the peer was first, of which the loop tells
    }
  }

  @Override
  public void abort() {
    end(null);
  }

  /** Closes the socket; the connection hears of it when its caller is through. */
  private void end(@Nullable Throwable cause) {
    Channel unleft = channel;
    if (unleft != null) {
      closeChannel(unleft, cause);
      return;
    }
    if (closed) {
      return;
    }
    if (registration != null) {
      registration.cancel();
    }
    try {
      socket.close();
    } catch (IOException e) {
      // its number is free all the same
    }
    socketClosed(cause);
  }

  /** The socket is closed: tells so once. */
  private void socketClosed(@Nullable Throwable cause) {
    closed = true;
    try {
      tellClosed();
    } finally {
      tellEnd(cause);
    }
  }

  private void tellClosed() {
    if (whenClosed != null) {
      whenClosed.run();
      whenClosed = null;
    }
  }

  /** Its handler tells the connection. */
  private static void closeChannel(Channel unleft, @Nullable Throwable cause) {
    if (cause == null) {
      unleft.close();
    } else {
      unleft.pipeline().fireExceptionCaught(cause);
    }
  }

  private void tellEnd(@Nullable Throwable cause) {
    Runnable told =
        () -> {
          try {
            release();
          } finally {
            ended(cause);
          }
        };
    EventLoop loop = loop();
    try {
      loop.execute(told);
    } catch (RejectedExecutionException e) {
      told.run();
    }
  }

  @Override
  void release() {
    super.release();
    Backlog queue = backlog;
    if (queue != null) {
      backlog = null;
      queue.release();
    }
  }
}
