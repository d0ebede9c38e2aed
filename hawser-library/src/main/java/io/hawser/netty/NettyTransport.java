package io.hawser.netty;

import io.hawser.connection.Transport;
import io.hawser.protocol.SharedFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.channel.unix.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** A channel as the byte stream under a connection. Frames gather in one buffer until a flush. */
final class NettyTransport implements Transport {
  private static final int BATCH_BYTES = 512;
  private static final int FULL_BATCH_BYTES = 32 * 1024;

  private final Channel channel;
  private final EventLoop loop;
  private final LoopLocal local = LoopLocal.ofThisLoop();
  private final SocketAddress localAddress;
  private final SocketAddress remoteAddress;

  /** What carries the thread that serves the connection, unless the JDK does. */
  private @Nullable LoopCarrier carrier;

  private volatile @Nullable Thread served;

  // owned by the loop; null unless something is appended and not flushed
  private @Nullable ByteBuf batch;

  // the same for frames that other connections get, too: a part of a buffer that all share
  private @Nullable ByteBuf shared;
  private int sharedFrom;
  private int sharedTo;

  private boolean unflushed;

  /** Null where everything goes through the channel. */
  private final @Nullable Socket socket;

  /** Whether the channel may have something of ours that the socket did not take. */
  private boolean inChannel = true;

  NettyTransport(Channel channel) {
    this(channel, Addresses.remote(channel));
  }

  /** Makes the stream of a peer that may be another than the other end of the socket. */
  NettyTransport(Channel channel, SocketAddress remoteAddress) {
    this.channel = channel;
    this.loop = channel.eventLoop();
    // kept: a closed channel has none
    this.localAddress = Addresses.local(channel);
    this.remoteAddress = remoteAddress;
    this.socket = DirectWrites.socketOf(channel);
  }

  /** The thread that serves the connection runs on its loop; null if it does not. */
  void carriedBy(@Nullable LoopCarrier carrier) {
    this.carrier = carrier;
  }

  /** Who serves the connection. */
  void servedBy(Thread thread) {
    served = thread;
  }

  EventLoop loop() {
    return loop;
  }

  @Override
  public ByteBuffer reserve(int bytes) {
    handShared();
    ByteBuf buffer = batch;
    if (buffer != null && buffer.maxWritableBytes() < bytes) {
      hand();
      buffer = null;
    }
    if (buffer == null) {
      buffer = buffer(bytes);
      batch = buffer;
    }
    buffer.ensureWritable(bytes);
    return buffer.internalNioBuffer(buffer.writerIndex(), bytes);
  }

  private ByteBuf buffer(int bytes) {
    // what a full socket keeps should be no larger than what is in it
    return bytes <= LoopBuffers.LARGE_WRITE_BYTES && isTaken()
        ? local.buffers().forWriting(bytes)
        : channel.alloc().directBuffer(Math.max(bytes, BATCH_BYTES));
  }

  @Override
  public void commit(int bytes) {
    ByteBuf buffer = batch;
    if (buffer == null) {
      throw new IllegalStateException("commit without reserve");
    }
    buffer.writerIndex(buffer.writerIndex() + bytes);
    if (buffer.readableBytes() >= FULL_BATCH_BYTES) {
      hand();
    }
  }

  @Override
  public void append(byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      ByteBuf buffer = largeBatch();
      if (buffer == null) {
        write(Unpooled.wrappedBuffer(bytes, at, end - at));
        return;
      }
      int size = Math.min(buffer.writableBytes(), end - at);
      buffer.writeBytes(bytes, at, size);
      at += size;
    }
  }

  /** Returns a batch with room for large frames; null if the socket does not take what is there. */
  private @Nullable ByteBuf largeBatch() {
    handShared();
    ByteBuf before = batch;
    if (before != null && before.isWritable() && isLarge(before)) {
      return before;
    }
    // a header goes out with what follows
    ByteBuf header = before != null && before.readableBytes() <= BATCH_BYTES ? before : null;
    if (header != null) {
      batch = null;
    }
    flush();
    if (!isTaken()) {
      if (header != null) {
        write(header);
      }
      return null;
    }
    ByteBuf buffer = local.buffers().forWriting(LoopBuffers.LARGE_WRITE_BYTES);
    if (header != null) {
      buffer.writeBytes(header);
      header.release();
    }
    batch = buffer;
    return buffer;
  }

  private static boolean isLarge(ByteBuf buffer) {
    return buffer.capacity() >= LoopBuffers.LARGE_WRITE_BYTES;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // buffers are equal if their bytes are
  public void append(SharedFrame frame) {
    int length = frame.bytes().length;
    if (length > SharedFrames.MOST_BYTES) {
      append(frame.bytes(), 0, length);
      return;
    }
    SharedFrames.Run run = local.shared().run(frame);
    if (shared != run.buffer() || sharedTo != run.from()) {
      hand();
      shared = run.buffer().retain();
      sharedFrom = run.from();
    }
    sharedTo = run.from() + length;
  }

  @Override
  public boolean isWritable() {
    return !inChannel || channel.isWritable();
  }

  @Override
  public void flush() {
    if (socket != null && !inChannel) {
      writePast(socket);
    }
    hand();
    if (unflushed) {
      unflushed = false;
      channel.flush();
      inChannel = !isEmpty();
    }
  }

  /** Writes past the channel; what the socket does not take is left. */
  private void writePast(Socket socket) {
    if (batch != null) {
      batch.skipBytes(DirectWrites.write(socket, batch, batch.readerIndex(), batch.writerIndex()));
      if (!batch.isReadable()) {
        batch.release();
        batch = null;
      } else if (isLarge(batch)) {
        batch = fitting(batch);
      }
    } else if (shared != null) {
      sharedFrom += DirectWrites.write(socket, shared, sharedFrom, sharedTo);
      if (sharedFrom == sharedTo) {
        shared.release();
        shared = null;
      }
    }
  }

  /** Lets go of a large buffer for little that is left in it. */
  private ByteBuf fitting(ByteBuf buffer) {
    int left = buffer.readableBytes();
    if (left > buffer.capacity() / 2) {
      return buffer;
    }
    ByteBuf rest = channel.alloc().directBuffer(left).writeBytes(buffer);
    buffer.release();
    return rest;
  }

  private boolean isEmpty() {
    ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
    return pending != null && pending.isEmpty();
  }

  @Override
  public long pendingBytes() {
    ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
    return pending == null ? 0 : pending.totalPendingWriteBytes();
  }

  @Override
  public boolean isTaken() {
    return !inChannel || pendingBytes() == 0;
  }

  @Override
  public long progress() {
    ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
    // which buffer is being written, and how far
    return pending == null
        ? 0
        : ((long) System.identityHashCode(pending.current()) << Integer.SIZE)
            + pending.currentProgress();
  }

  @Override
  public void mark(Runnable written) {
    hand();
    inChannel = true;
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            future -> {
              if (future.isSuccess()) {
                written.run();
              }
            });
  }

  @Override
  public void reading(boolean on) {
    channel.config().setAutoRead(on);
  }

  @Override
  public void endStream() {
    hand();
    Channels.endOutput(channel);
  }

  @Override
  public void abort() {
    channel.close();
  }

  @Override
  public void message(boolean last) {
    local.afterRead().message(last);
  }

  @Override
  public boolean isAtLast() {
    return local.afterRead().isAtLast();
  }

  @Override
  public boolean isOnLoop() {
    return loop.inEventLoop();
  }

  @Override
  public boolean isCarried() {
    return carriesCaller() != null;
  }

  private @Nullable LoopCarrier carriesCaller() {
    return carrier != null && Thread.currentThread().equals(served) ? carrier : null;
  }

  @Override
  public void execute(Runnable task) {
    LoopCarrier carries = carriesCaller();
    if (carries != null) {
      carries.handOver(task);
      return;
    }
    if (isOnLoop() && local.afterRead().add(task)) {
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

  /** Frees what was never flushed. */
  void release() {
    if (batch != null) {
      batch.release();
      batch = null;
    }
    if (shared != null) {
      shared.release();
      shared = null;
    }
  }

  private void hand() {
    handShared();
    ByteBuf buffer = batch;
    if (buffer != null) {
      batch = null;
      write(buffer);
    }
  }

  private void handShared() {
    ByteBuf buffer = shared;
    if (buffer != null) {
      shared = null;
      write(buffer.slice(sharedFrom, sharedTo - sharedFrom));
    }
  }

  private void write(ByteBuf bytes) {
    channel.write(bytes, channel.voidPromise());
    unflushed = true;
    inChannel = true;
  }
}
